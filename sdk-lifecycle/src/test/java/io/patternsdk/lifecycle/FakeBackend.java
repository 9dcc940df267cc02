package io.patternsdk.lifecycle;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A driver with keyvalue_basic and one setting, whose doings are chosen and remembered. */
final class FakeBackend implements DriverProvider {
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<DriverContext> opened = new CopyOnWriteArrayList<>();
  final Queue<RuntimeException> refusals = new ArrayDeque<>();
  volatile Supplier<@Nullable RuntimeException> refuse = () -> null;
  volatile boolean lacksEverything;
  volatile Durability durability = Durability.SYNCED;
  volatile Traits most = Traits.defaults();
  volatile Traits limits = Traits.defaults();
  volatile Supplier<Health> health = Health::up;
  volatile Runnable onCall = () -> {};
  volatile Runnable onClose = () -> {};
  private final Map<String, byte[]> values = new ConcurrentHashMap<>();
  private final String name;

  FakeBackend(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> canOffer() {
    return Set.of("keyvalue_basic");
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return most;
  }

  @Override
  public void check(DriverContext context) {
    context.settings().read(FakeBackend::settings);
  }

  @Override
  public List<Located<String>> exclusive(DriverContext context) {
    return context.settings().detached().string("file").located().optional().stream().toList();
  }

  private static int settings(Settings settings) {
    var unused = settings.string("file").optional();
    return settings.integer("pool_size").range(1, 100).orElse(1);
  }

  @Override
  public Driver open(DriverContext context) {
    events.add("open " + context.backend());
    check(context);
    RuntimeException refusal = refuse.get();
    refusal = refusal == null ? refusals.poll() : refusal;
    if (refusal != null) {
      throw refusal;
    }
    opened.add(context);
    context.meters().total("fake_reconnects_total", "Reconnects", () -> 7);
    return new Opened(context.backend());
  }

  private final class Opened implements Driver {
    private final String backend;

    Opened(String backend) {
      this.backend = backend;
    }

    @Override
    public DriverInfo info() {
      return DriverInfo.builder(name)
          .version("1.2")
          .client("fake client 3")
          .server("Fake 4")
          .build();
    }

    @Override
    public Capabilities capabilities() {
      Traits traits =
          Traits.builder()
              .guarantee(durability, "as a fake has it", "set it better")
              .guarantee(Traits.Consistency.LINEARIZABLE, "one map")
              .with(limits)
              .build();
      return Capabilities.builder()
          .addIf(!lacksEverything, StandardCapabilities.KEYVALUE_BASIC, new Values(), traits)
          .build();
    }

    @Override
    public Health health(Deadline deadline) {
      events.add("health " + backend);
      return health.get();
    }

    @Override
    public void close() {
      events.add("close " + backend);
      onClose.run();
    }
  }

  /** What is stored under a name as the driver sees it; null if nothing is. */
  byte @Nullable [] stored(String key) {
    return values.get(key);
  }

  private final class Values implements KeyValue {
    @Override
    public Optional<byte[]> get(String key) {
      onCall.run();
      return Optional.ofNullable(values.get(key));
    }

    @Override
    public void set(String key, byte[] value) {
      onCall.run();
      values.put(key, value);
    }

    @Override
    public boolean delete(String key) {
      onCall.run();
      return values.remove(key) != null;
    }

    @Override
    public boolean exists(String key) {
      onCall.run();
      return values.containsKey(key);
    }
  }
}
