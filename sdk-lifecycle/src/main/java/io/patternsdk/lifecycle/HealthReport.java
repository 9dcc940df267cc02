package io.patternsdk.lifecycle;

import io.patternsdk.core.Health;
import java.util.List;
import java.util.Locale;

/**
 * How a running pattern and its backends were when they were last looked at.
 *
 * @param phase how far its life has come
 * @param pattern what the pattern says of itself
 * @param slots each filled slot, members of many one by one, in the order of the pattern's code
 */
public record HealthReport(Phase phase, Health pattern, List<SlotHealth> slots) {

  /**
   * A filled slot.
   *
   * @param name the slot, or slot and backend as {@code regions.eu} for a member of many
   * @param backend the backend that fills it
   * @param driver the name of the backend's driver
   * @param required whether the pattern cannot work without it
   * @param health what the backend answered
   */
  public record SlotHealth(
      String name, String backend, String driver, boolean required, Health health) {

    private boolean hinders() {
      return required && !health.usable();
    }
  }

  /** Copies the list. */
  public HealthReport {
    slots = List.copyOf(slots);
  }

  /** Whether work should be sent here: it runs, is usable, and so is every required backend. */
  public boolean ready() {
    return phase == Phase.RUNNING && pattern.usable() && backendsUsable();
  }

  /** Whether every backend that the pattern cannot work without can be used. */
  public boolean backendsUsable() {
    return slots.stream().noneMatch(SlotHealth::hinders);
  }

  /**
   * Whether the process does its work or could do it once its backends are back; restarting it
   * would not help while this is so.
   */
  public boolean alive() {
    return phase != Phase.STOPPED;
  }

  /** Why it is not ready, in one line; empty if it is. */
  public String reason() {
    if (phase != Phase.RUNNING) {
      return phase.name().toLowerCase(Locale.ROOT);
    }
    if (!pattern.usable()) {
      return "pattern: " + pattern.detail();
    }
    return String.join(
        "; ",
        slots.stream()
            .filter(SlotHealth::hinders)
            .map(slot -> slot.name() + " (" + slot.driver() + "): " + slot.health().detail())
            .toList());
  }
}
