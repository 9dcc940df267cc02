package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.lifecycle.config.BackendConfig;
import io.patternsdk.lifecycle.internal.calls.GuardLog;
import io.patternsdk.lifecycle.internal.calls.StopClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The slots of a pattern with the backends that fill them.
 *
 * @param members what fills each slot, by the slot's name; empty for one that stays empty
 */
record FilledSlots(SequencedMap<String, List<Member>> members) {

  /**
   * Fills the slots with what is open, and has the rest come late.
   *
   * @throws io.patternsdk.core.config.ConfigException if a connected server lacks what is required
   */
  static FilledSlots fill(
      SlotPlan plan,
      OpenBackends backends,
      DriverRegistry drivers,
      Telemetry telemetry,
      StopClock clock) {
    GuardLog log = new GuardLog();
    SequencedMap<String, List<Member>> members = new LinkedHashMap<>();
    for (PlannedSlot planned : plan.slots()) {
      List<Member> filled = new ArrayList<>();
      for (BackendConfig config : planned.backends()) {
        filled.add(new Member(planned, config, telemetry, clock, log));
      }
      members.put(planned.name(), List.copyOf(filled));
    }
    FilledSlots slots = new FilledSlots(members);
    slots.check(backends, drivers);
    slots.all().forEach(member -> backends.named(member.backendName()).ifPresent(member::open));
    backends.late().forEach((name, late) -> late.start(new LateArrival(slots.of(name), drivers)));
    return slots;
  }

  private void check(OpenBackends backends, DriverRegistry drivers) {
    Problems problems = new Problems();
    Offers offers = new Offers(drivers, problems);
    for (Member member : all()) {
      Optional<Backend> backend = backends.named(member.backendName());
      backend.ifPresent(open -> member.check(open, offers));
    }
    problems.throwIfAny();
  }

  /** Every member, in order. */
  List<Member> all() {
    return members.values().stream().flatMap(List::stream).toList();
  }

  /** The members that one backend fills. */
  private List<Member> of(String backend) {
    return all().stream().filter(member -> member.backendName().equals(backend)).toList();
  }

  /** What fills a slot as the pattern sees it. */
  static List<FilledSlot> seen(List<Member> members) {
    return members.stream().map(Member::slot).toList();
  }
}
