package io.patternsdk.lifecycle;

import io.patternsdk.lifecycle.config.BackendConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Which backend fills which slot, made and checked before anything is opened.
 *
 * @param slots every slot of the pattern, in the order of its code
 */
record SlotPlan(List<PlannedSlot> slots) {

  SlotPlan {
    slots = List.copyOf(slots);
  }

  /** The backends to open, each once, in order of first use. */
  SequencedMap<String, BackendConfig> backends() {
    SequencedMap<String, BackendConfig> used = new LinkedHashMap<>();
    for (PlannedSlot slot : slots) {
      slot.backends().forEach(backend -> used.put(backend.name().value(), backend));
    }
    return used;
  }

  /** The slots that nobody fills and {@code --dev} does. */
  List<String> standIns() {
    return slots.stream()
        .filter(slot -> slot.backends().stream().anyMatch(Planner::isStandIn))
        .map(PlannedSlot::name)
        .toList();
  }

  /** One line for each slot on what is to fill it. */
  List<String> lines() {
    return slots.stream()
        .map(
            slot ->
                "slot "
                    + slot.name()
                    + (slot.backends().isEmpty() ? " stays empty" : "")
                    + String.join(
                        ",",
                        slot.backends().stream()
                            .map(b -> " by backend " + b.name().value() + " (" + driver(b) + ")")
                            .toList()))
        .toList();
  }

  private static String driver(BackendConfig backend) {
    return backend.driver().value();
  }
}
