package io.patternsdk.lifecycle;

import io.patternsdk.core.Health;
import io.patternsdk.core.pattern.MemberState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a running pattern and its backends were when they were last looked at. Immutable; made by
 * {@link #of}.
 */
public final class HealthReport {
  private final Phase phase;
  private final Health pattern;
  private final List<SlotHealth> slots;

  private HealthReport(Phase phase, Health pattern, List<SlotHealth> slots) {
    this.phase = phase;
    this.pattern = pattern;
    this.slots = List.copyOf(slots);
  }

  /**
   * Returns a report.
   *
   * @param phase how far its life has come
   * @param pattern what the pattern says of itself
   * @param slots each filled slot, members of many one by one, in the order of the pattern's code
   */
  public static HealthReport of(Phase phase, Health pattern, List<SlotHealth> slots) {
    return new HealthReport(phase, pattern, slots);
  }

  /** A filled slot, or a member of one that takes many. Immutable; made by {@link #builder}. */
  public static final class SlotHealth {
    private final Builder made;

    private SlotHealth(Builder made) {
      this.made = made;
    }

    /**
     * Begins with a slot that the pattern needs one backend of.
     *
     * @param slot the slot
     * @param name the slot, or slot and backend as {@code regions.eu} for a member of many
     */
    public static Builder builder(String slot, String name, MemberState state) {
      return new Builder(slot, name, state);
    }

    /** Returns the slot. */
    public String slot() {
      return made.slot;
    }

    /** Returns the slot, or slot and backend as {@code regions.eu} for a member of many. */
    public String name() {
      return made.name;
    }

    /** Returns the backend that fills it. */
    public String backend() {
      return made.backend;
    }

    /** Returns the name of the backend's driver. */
    public String driver() {
      return made.driver;
    }

    /** Returns how many members of the slot the pattern needs; 0 if it does without. */
    public int needed() {
      return made.needed;
    }

    /** Returns how it is. */
    public MemberState state() {
      return made.state;
    }

    private String words() {
      String status = state().status().name().toLowerCase(Locale.ROOT);
      String reason = state().reason();
      return name() + " (" + driver() + ") is " + status + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Builds {@link SlotHealth}; for one thread, and for one slot. */
    public static final class Builder {
      private final String slot;
      private final String name;
      private final MemberState state;
      private String backend = "";
      private String driver = "";
      private int needed = 1;

      private Builder(String slot, String name, MemberState state) {
        this.slot = slot;
        this.name = name;
        this.state = state;
      }

      /** Sets the backend and the name of its driver. */
      public Builder backend(String backend, String driver) {
        this.backend = backend;
        this.driver = driver;
        return this;
      }

      /** Sets how many members of the slot the pattern needs. */
      public Builder needed(int members) {
        this.needed = members;
        return this;
      }

      /** Returns it. */
      public SlotHealth build() {
        return new SlotHealth(this);
      }
    }
  }

  /** Returns how far its life has come. */
  public Phase phase() {
    return phase;
  }

  /** Returns what the pattern says of itself. */
  public Health pattern() {
    return pattern;
  }

  /** Returns each filled slot, members of many one by one, in the order of the pattern's code. */
  public List<SlotHealth> slots() {
    return slots;
  }

  /**
   * Whether work should be sent here, and how well it is done: DOWN while it does not run, or the
   * pattern or too many members of a slot cannot be used; DEGRADED while the pattern or any member
   * is less than up.
   */
  public Health.Status status() {
    if (phase != Phase.RUNNING || !pattern.usable() || !backendsUsable()) {
      return Health.Status.DOWN;
    }
    boolean whole =
        pattern.status() == Health.Status.UP && slots.stream().noneMatch(HealthReport::worries);
    return whole ? Health.Status.UP : Health.Status.DEGRADED;
  }

  /** Whether work should be sent here, degraded or not. */
  public boolean ready() {
    return status() != Health.Status.DOWN;
  }

  /** Whether as many backends can be used as the pattern needs. */
  public boolean backendsUsable() {
    return slots.stream().noneMatch(hindering());
  }

  /** Picks what cannot be used of the slots of which too little can be used. */
  private Predicate<SlotHealth> hindering() {
    Map<String, Long> usable =
        slots.stream()
            .filter(slot -> slot.state().usable())
            .collect(Collectors.groupingBy(SlotHealth::slot, Collectors.counting()));
    return slot -> !slot.state().usable() && usable.getOrDefault(slot.slot(), 0L) < slot.needed();
  }

  private static boolean worries(SlotHealth slot) {
    return slot.state().status() != MemberState.Status.UP;
  }

  /**
   * Whether the process does its work or could do it once its backends are back; restarting it
   * would not help while this is so.
   */
  public boolean alive() {
    return phase != Phase.STOPPED;
  }

  /** Why {@link #status} is not UP, in one line that names whom it is about; empty if it is. */
  public String reason() {
    if (phase != Phase.RUNNING) {
      return phase.name().toLowerCase(Locale.ROOT);
    }
    if (!pattern.usable()) {
      return "pattern: " + pattern.detail();
    }
    String slots = words(backendsUsable() ? HealthReport::worries : hindering());
    return pattern.status() == Health.Status.UP
        ? slots
        : "pattern: " + pattern.detail() + (slots.isEmpty() ? "" : "; " + slots);
  }

  private String words(Predicate<SlotHealth> which) {
    return slots.stream().filter(which).map(SlotHealth::words).collect(Collectors.joining("; "));
  }
}
