package io.patternsdk.lifecycle;

import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import java.util.stream.Collectors;

/** Words on what survives in the backend of a slot. */
final class Durabilities {

  private Durabilities() {}

  /** What is promised for what the slot uses. */
  static String of(PlannedSlot slot, Capabilities capabilities) {
    return slot.used(capabilities.all()).stream()
        .filter(capability -> capability.guarantees().contains(Traits.DURABILITY))
        .map(capabilities::traits)
        .map(Durabilities::words)
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static String words(Traits traits) {
    String name = traits.durability().word();
    return traits.durabilityDetail().isEmpty()
        ? name
        : name + " (" + traits.durabilityDetail() + ")";
  }
}
