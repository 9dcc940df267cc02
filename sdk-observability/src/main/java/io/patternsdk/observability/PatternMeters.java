package io.patternsdk.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patternsdk.core.Meters;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Meters published to a registry, which others may publish to as well. Closing takes out again what
 * reads a value of ours; what has been counted stays. Thread-safe.
 */
public final class PatternMeters implements Meters, AutoCloseable {
  private final MeterRegistry registry;

  /** What reads a value, by what it was called; guarded by the lock of registrations. */
  private final Map<Meter.Id, Meter> reading = new HashMap<>();

  /** Publishes to a registry. */
  public PatternMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public LongConsumer counter(String name, String help, String... labels) {
    Counter counter = Counter.builder(name).description(help).tags(labels).register(registry);
    return counter::increment;
  }

  @Override
  public DoubleConsumer distribution(String name, String help, double[] bounds, String... labels) {
    DistributionSummary summary =
        DistributionSummary.builder(name)
            .description(help)
            .serviceLevelObjectives(bounds)
            .tags(labels)
            .register(registry);
    return summary::record;
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    Gauge.Builder<?> gauge = Gauge.builder(name, value::getAsDouble).description(help).tags(labels);
    Registration.alone(() -> replace(id(name, labels), () -> gauge.register(registry)));
  }

  @Override
  public void total(String name, String help, DoubleSupplier value, String... labels) {
    // A counter of this kind holds its object weakly: the registry lives as long as it does.
    FunctionCounter.Builder<?> counter =
        FunctionCounter.builder(name, registry, unused -> value.getAsDouble())
            .description(help)
            .tags(labels);
    Registration.alone(() -> replace(id(name, labels), () -> counter.register(registry)));
  }

  /** What reads a value is kept by the first who asks for a name, and the last is to win. */
  private boolean replace(Meter.Id id, Supplier<Meter> register) {
    registry.removeByPreFilterId(id);
    reading.put(id, register.get());
    return true;
  }

  private static Meter.Id id(String name, String... labels) {
    return new Meter.Id(name, Tags.of(labels), null, null, Meter.Type.OTHER);
  }

  /** Takes out what reads a value, unless somebody else has published the same since. */
  @Override
  public void close() {
    Registration.alone(
        () -> {
          Set<Meter> ours = Collections.newSetFromMap(new IdentityHashMap<>());
          ours.addAll(reading.values());
          reading.clear();
          for (Meter meter : registry.getMeters()) {
            if (ours.contains(meter)) {
              registry.remove(meter);
            }
          }
          return true;
        });
  }
}
