package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.PAYLOADS;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.SlotGuarantees;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry promises follows from its slots, and what it does keeps to it. */
class PromisesTest {
  private static final String SURVIVES = "survives a crash at any moment";
  private static final String GONE = "Identities are gone when the backend of the registry ends";
  private static final String NOTHING_WAITS = "No message waits for who is away";

  @TempDir private Path directory;

  private static List<String> promises(SlotGuarantees slots) {
    return new MulticastRegistryProvider().promises(slots);
  }

  /** All slots with the strongest of everything, and one respect as given. */
  private static SlotGuarantees with(String changed, Guarantee guarantee) {
    SlotGuarantees.Builder slots = SlotGuarantees.builder();
    for (Slot slot : new MulticastRegistryProvider().slots()) {
      Traits.Builder traits =
          Traits.builder()
              .guarantee(Durability.SYNCED, "fsync")
              .guarantee(Ordering.TOTAL, "one line")
              .guarantee(Delivery.AT_LEAST_ONCE, "acks")
              .guarantee(Consistency.LINEARIZABLE, "one copy");
      if (slot.name().equals(changed)) {
        traits.guarantee(guarantee, "as told");
      }
      slot.named().forEach(capability -> slots.add(slot.name(), capability, traits.build()));
    }
    return slots.build();
  }

  static Stream<List<Object>> respects() {
    return Stream.of(
        List.of(REGISTRY, Durability.values()),
        List.of(REGISTRY, Consistency.values()),
        List.of(MESSAGING, Delivery.values()),
        List.of(MESSAGING, new Guarantee[] {Ordering.NONE, Ordering.KEY}),
        List.of(DURABILITY, Delivery.values()),
        List.of(DURABILITY, Durability.values()),
        List.of(PAYLOADS, Durability.values()));
  }

  @ParameterizedTest
  @MethodSource("respects")
  void eachGuaranteeMakesAPromiseOfItsOwnWithItsReason(List<Object> respect) {
    String slot = (String) respect.getFirst();
    Guarantee[] values = (Guarantee[]) respect.getLast();
    Set<List<String>> different = new HashSet<>();
    for (Guarantee value : values) {
      List<String> promises = promises(with(slot, value));
      different.add(promises);
      assertThat(promises).anyMatch(line -> line.contains("(" + slot + ": as told)"));
    }
    assertThat(different).hasSameSizeAs(values);
  }

  @Test
  void whatIsStrongIsPromisedOnlyWhereItIs() {
    assertThat(promises(with(REGISTRY, Durability.SYNCED)))
        .filteredOn(line -> line.contains(SURVIVES))
        .hasSize(2);
    assertThat(promises(with(REGISTRY, Durability.VOLATILE)))
        .filteredOn(line -> line.contains(SURVIVES))
        .singleElement()
        .asString()
        .startsWith("A message that was enqueued");
    assertThat(promises(with(REGISTRY, Durability.VOLATILE)))
        .anyMatch(line -> line.startsWith("The queue keeps more than the registry"));
  }

  @Test
  void withoutAQueueNothingWaits() {
    SlotGuarantees.Builder slots = SlotGuarantees.builder();
    Traits traits = Traits.builder().guarantee(Delivery.AT_MOST_ONCE, "").build();
    new MulticastRegistryProvider()
        .slots().stream()
            .filter(slot -> !slot.name().equals(DURABILITY))
            .forEach(slot -> slot.required().forEach(c -> slots.add(slot.name(), c, traits)));
    assertThat(promises(slots.build()))
        .anyMatch(line -> line.startsWith(NOTHING_WAITS))
        .anyMatch(line -> line.contains("comes at most once"))
        .anyMatch(line -> line.startsWith("Two that register one id"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void identitiesAreKeptAsPromised(boolean file) {
    Map<String, ?> settings =
        file ? Map.of("path", directory.resolve("store").toString()) : Map.of();
    boolean promised;
    try (Backend backend = open(settings)) {
      List<String> promises = promises(of(backend));
      promised =
          promises.stream().anyMatch(p -> p.startsWith("An identity") && p.contains(SURVIVES));
      assertThat(promises.stream().anyMatch(line -> line.startsWith(GONE))).isEqualTo(!promised);
      assertThat(promised).isEqualTo(file);
      try (MulticastRegistry registry = registry(backend)) {
        registry.register(Registration.of("dns"));
      }
    }
    try (Backend again = open(settings);
        MulticastRegistry registry = registry(again)) {
      assertThat(registry.find("dns").isPresent()).isEqualTo(promised);
    }
  }

  private static MulticastRegistry registry(Backend backend) {
    return MulticastRegistry.builder().registry(backend).messaging(backend).start();
  }

  private static Backend open(Map<String, ?> settings) {
    return DriverRegistry.load().open("embedded", BackendOptions.named("all").settings(settings));
  }

  private static SlotGuarantees of(Backend backend) {
    SlotGuarantees.Builder slots = SlotGuarantees.builder();
    for (Slot slot : new MulticastRegistryProvider().slots()) {
      for (Capability<?> capability : slot.used(backend.capabilities().all()).toList()) {
        slots.add(slot.name(), capability, backend.capabilities().traits(capability));
      }
    }
    return slots.build();
  }
}
