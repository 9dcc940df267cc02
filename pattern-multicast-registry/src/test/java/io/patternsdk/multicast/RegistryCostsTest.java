package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.layer.Layer;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a call costs, as docs/registry.md says it, counted on a real Redis. */
class RegistryCostsTest {
  private static final Pattern CALLS = Pattern.compile("`([a-z_.]+)`(?: ×(\\d+))?");

  /** A page of a walk is a call, and how many there are is Redis's affair. */
  private static final String WALK = "keyvalue_scan.entries";

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Backends backends = Backends.redis();

  /** What is measured, after what must have happened before. */
  private record Scenario(Consumer<MulticastRegistry> before, Consumer<MulticastRegistry> call) {}

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  private final List<Delivered> held = new CopyOnWriteArrayList<>();

  private final Map<String, Scenario> scenarios =
      Map.ofEntries(
          scenario("register a new id", r -> {}, r -> r.register(id())),
          scenario("register a new id with a TTL", r -> {}, r -> r.register(mortal())),
          scenario("register, replacing", r -> {}, r -> r.register(id().replace())),
          scenario("register a durable id", r -> {}, r -> r.register(id().durable())),
          scenario("register with `max_identities`", r -> {}, r -> r.register(id())),
          scenario("heartbeat", r -> r.register(mortal()), r -> r.heartbeat("a")),
          scenario("find", r -> r.register(id()), r -> r.find("a")),
          scenario("find one with a TTL", r -> r.register(mortal()), r -> r.find("a")),
          scenario("unregister", r -> r.register(id()), r -> r.unregister("a")),
          scenario("enumerate a page", r -> r.register(id()), r -> r.enumerate(Enumeration.all())),
          scenario("multicast to 250", r -> many(r, 250), RegistryCostsTest::multicast),
          scenario("multicast to 2 durable", r -> durable(r, 2), RegistryCostsTest::multicast),
          scenario("multicast to 250, recorded", r -> many(r, 250), RegistryCostsTest::recorded),
          scenario(
              "report on a multicast to 250", RegistryCostsTest::reported, r -> r.report("id")),
          scenario("subscribe", RegistryCostsTest::listening, r -> r.subscribe("a", d -> {})),
          scenario("acknowledge a durable delivery", this::deliver, r -> held.removeFirst().ack()));

  private static Map.Entry<String, Scenario> scenario(
      String name, Consumer<MulticastRegistry> before, Consumer<MulticastRegistry> call) {
    return Map.entry(name, new Scenario(before, call));
  }

  private static Registration id() {
    return Registration.of("a");
  }

  private static Registration mortal() {
    return id().ttl(Duration.ofMinutes(1));
  }

  private static void many(MulticastRegistry registry, int count) {
    for (int i = 0; i < count; i++) {
      registry.register(Registration.of("a" + i));
    }
  }

  private static void durable(MulticastRegistry registry, int count) {
    for (int i = 0; i < count; i++) {
      registry.register(Registration.of("d" + i).durable());
    }
  }

  private static void multicast(MulticastRegistry registry) {
    registry.multicast(Multicast.to(all(), "text"));
  }

  private static void recorded(MulticastRegistry registry) {
    registry.multicast(Multicast.to(all(), "text").recorded());
  }

  private static void reported(MulticastRegistry registry) {
    many(registry, 250);
    registry.multicast(Multicast.to(all(), "text").recorded("id"));
  }

  /** The first subscription of a process makes one call more. */
  private static void listening(MulticastRegistry registry) {
    registry.register(id());
    registry.register(Registration.of("b"));
    registry.subscribe("b", delivery -> {});
  }

  private void deliver(MulticastRegistry registry) {
    registry.register(id().durable());
    registry.subscribe("a", AckMode.MANUAL, held::add);
    multicast(registry);
    Eventually.within(Duration.ofMinutes(1)).until(() -> held.size() == 1);
  }

  static Stream<List<String>> costs() {
    return RegistryPage.rows("Call").stream();
  }

  @Test
  void eachCostIsCounted() {
    assertThat(costs().map(List::getFirst)).containsExactlyInAnyOrderElementsOf(scenarios.keySet());
  }

  @ParameterizedTest
  @MethodSource("costs")
  void aCallMakesTheCallsToBackendsThatThePageSays(List<String> row) {
    Scenario scenario = scenarios.get(row.getFirst());
    MulticastRegistry registry = registry(row.getFirst());
    scenario.before().accept(registry);
    calls.clear();
    scenario.call().accept(registry);
    assertThat(seen()).isEqualTo(said(row.get(1)));
  }

  private MulticastRegistry registry(String call) {
    Layer counting =
        Layers.before(
            operation -> {
              String thread = Thread.currentThread().getName();
              if (!thread.startsWith("housekeeping-") && !thread.startsWith("deliveries-")) {
                calls.add(operation.toString());
              }
            });
    RegistryBuilder builder =
        MulticastRegistry.builder()
            .registry(backends.in(REGISTRY), counting)
            .messaging(backends.in(MESSAGING), counting)
            .durability(backends.in(DURABILITY), counting);
    if (call.contains("max_identities")) {
      builder.maxIdentities(9);
    }
    if (call.contains("record") || call.contains("report")) {
      builder.multicastRetention(Duration.ofHours(1));
    }
    return backends.closing(builder.start());
  }

  private List<String> seen() {
    List<String> seen = new ArrayList<>();
    for (String call : calls) {
      if (!call.equals(WALK) || !seen.contains(WALK)) {
        seen.add(call);
      }
    }
    return seen;
  }

  private static List<String> said(String cell) {
    List<String> said = new ArrayList<>();
    CALLS
        .matcher(cell)
        .results()
        .forEach(
            call -> {
              int times = call.group(2) == null ? 1 : Integer.parseInt(call.group(2));
              for (int i = 0; i < times; i++) {
                said.add(call.group(1));
              }
            });
    return said;
  }
}
