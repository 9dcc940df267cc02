package io.patternsdk.lifecycle;

import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.pattern.Slot;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words on what survives in the backend of a slot. */
final class Durabilities {

  private Durabilities() {}

  /** What is promised for the capabilities that the slot requires. */
  static String of(Slot slot, Capabilities capabilities) {
    Set<Capability<?>> required = slot.required();
    Stream<Capability<?>> relevant =
        required.isEmpty() ? capabilities.all().stream() : required.stream();
    return relevant
        .filter(capabilities::has)
        .map(capabilities::traits)
        .map(Durabilities::words)
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static String words(Traits traits) {
    String name = traits.durability().name().toLowerCase(Locale.ROOT);
    return traits.durabilityDetail().isEmpty()
        ? name
        : name + " (" + traits.durabilityDetail() + ")";
  }
}
