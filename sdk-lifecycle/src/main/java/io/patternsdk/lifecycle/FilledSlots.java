package io.patternsdk.lifecycle;

import io.patternsdk.concurrency.Guard;
import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The slots of a pattern with the backends that fill them, each member with a guard of its own.
 *
 * @param members what fills each slot, by the slot's name; empty for one that stays empty
 * @param all every member in order, with what was planned for it
 */
record FilledSlots(SequencedMap<String, List<FilledSlot>> members, List<Member> all) {

  /** One member, and the slot it belongs to. */
  record Member(PlannedSlot planned, FilledSlot slot) {}

  FilledSlots {
    members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    all = List.copyOf(all);
  }

  /**
   * Fills the slots.
   *
   * @throws io.patternsdk.core.config.ConfigException if a connected server lacks what is required
   */
  static FilledSlots fill(
      SlotPlan plan,
      OpenBackends backends,
      DriverRegistry drivers,
      Telemetry telemetry,
      Clock clock) {
    checkServers(plan, backends, drivers);
    GuardLog log = new GuardLog();
    SequencedMap<String, List<FilledSlot>> members = new LinkedHashMap<>();
    List<Member> all = new ArrayList<>();
    for (PlannedSlot planned : plan.slots()) {
      List<FilledSlot> filled = new ArrayList<>();
      for (BackendConfig config : planned.backends()) {
        String name = planned.memberName(config);
        GuardConfig guardConfig = planned.config().guard();
        Guard guard = guardConfig.guard(name, clock, log);
        telemetry.guarded(name, guard);
        Backend backend = backends.named(config.name().value());
        FilledSlot slot =
            new FilledSlot(
                name,
                backend,
                backend.capabilities(name, layers(guardConfig, guard, telemetry, clock)));
        bind(slot.capabilities(), planned.slot());
        filled.add(slot);
        all.add(new Member(planned, slot));
      }
      members.put(planned.name(), List.copyOf(filled));
    }
    return new FilledSlots(members, all);
  }

  /** Binds the layers of what the slot names, so that its meters are there from the start. */
  private static void bind(Capabilities capabilities, Slot slot) {
    slot.required().forEach(capabilities::find);
    slot.preferred().forEach(capabilities::find);
  }

  private static List<Layer> layers(
      GuardConfig config, Guard guard, Telemetry telemetry, Clock clock) {
    List<Layer> layers = new ArrayList<>();
    config.operationTimeout().ifPresent(limit -> layers.add(new CallDeadline(limit, clock)));
    layers.addAll(telemetry.outer());
    layers.add(guard);
    layers.addAll(telemetry.inner());
    return layers;
  }

  private static void checkServers(SlotPlan plan, OpenBackends backends, DriverRegistry drivers) {
    Problems problems = new Problems();
    Offers offers = new Offers(drivers, problems);
    for (PlannedSlot planned : plan.slots()) {
      for (BackendConfig config : planned.backends()) {
        Backend backend = backends.named(config.name().value());
        offers.refuse(
            planned.required(),
            config,
            backend.capabilities().names(),
            "does not have on "
                + (backend.info().server().isEmpty() ? "this server" : backend.info().server()));
        offers.refuse(
            config.interfaces(), config, backend.capabilities().names(), "does not have here");
      }
    }
    problems.throwIfAny();
  }

  /** One line for each member on what fills it. */
  List<String> lines() {
    return all.stream().map(FilledSlots::line).toList();
  }

  private static String line(Member member) {
    Backend backend = member.slot().backend();
    String line =
        "slot "
            + member.slot().name()
            + " is filled by "
            + backend
            + ", "
            + Durabilities.of(member);
    List<String> missing = member.planned().preferredBut(backend.capabilities());
    return missing.isEmpty() ? line : line + ", without " + String.join(", ", missing);
  }
}
