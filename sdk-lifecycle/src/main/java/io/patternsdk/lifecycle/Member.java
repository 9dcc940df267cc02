package io.patternsdk.lifecycle;

import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.SlotSupply;
import io.patternsdk.lifecycle.config.BackendConfig;
import io.patternsdk.lifecycle.internal.calls.CallDeadline;
import io.patternsdk.lifecycle.internal.calls.GuardLog;
import io.patternsdk.lifecycle.internal.calls.SlotProbe;
import io.patternsdk.lifecycle.internal.calls.StopClock;
import io.patternsdk.lifecycle.internal.calls.StopLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A backend in its place in a slot, with a guard of its own; open from the start or later.
 * Thread-safe.
 */
final class Member {
  private final PlannedSlot planned;
  private final BackendConfig config;
  private final Guard guard;
  private final Telemetry telemetry;
  private final StopClock clock;
  private final SlotSupply supply;
  private volatile @Nullable SlotProbe probe;

  Member(
      PlannedSlot planned,
      BackendConfig config,
      Telemetry telemetry,
      StopClock clock,
      GuardLog log) {
    this.planned = planned;
    this.config = config;
    this.telemetry = telemetry;
    this.clock = clock;
    String name = planned.memberName(config);
    this.guard = planned.config().guard(backendName()).guard(name, clock, log);
    this.supply = SlotSupply.of(name, config.driver().value(), planned.slot().required(), clock);
    telemetry.member(slot(), guard);
  }

  String backendName() {
    return config.name().value();
  }

  BackendConfig config() {
    return config;
  }

  PlannedSlot planned() {
    return planned;
  }

  /** The pattern's side of it. */
  FilledSlot slot() {
    return supply.slot();
  }

  /** The runner's side of it. */
  SlotSupply supply() {
    return supply;
  }

  /** Notes what a connected server lacks of what is required here. */
  void check(Backend backend, Offers offers) {
    String server = backend.info().server();
    String lacks = "does not have on " + (server.isEmpty() ? "this server" : server);
    Set<String> names = backend.capabilities().names();
    offers.refuse(planned.required(), config, names, lacks);
    offers.refuseChoice(planned, config, names, lacks);
    new Demands(offers).check(planned, config, backend);
    offers.refuse(config.interfaces(), config, names, "does not have here");
  }

  /** Opens it. What the slot names is bound, so that its meters are there from the start. */
  void open(Backend backend) {
    Capabilities capabilities = backend.capabilities(slot().name(), layers(guard));
    List<Capability<?>> used = planned.slot().used(capabilities.all()).toList();
    used.forEach(capabilities::find);
    probe = new SlotProbe(used, capabilities, backend, guard, this::layers);
    supply.open(capabilities);
  }

  /** What sees whether it works; empty before it is open. */
  Optional<SlotProbe> probe() {
    return Optional.ofNullable(probe);
  }

  private List<Layer> layers(Guard guard) {
    List<Layer> layers = new ArrayList<>();
    planned
        .config()
        .guard(backendName())
        .callTimeout()
        .ifPresent(limit -> layers.add(new CallDeadline(limit, clock)));
    layers.addAll(telemetry.outer());
    if (guard.retry().isPresent() || guard.rateLimiter().isPresent()) {
      layers.add(StopLayer.INSTANCE);
    }
    layers.add(guard);
    layers.addAll(telemetry.inner());
    return layers;
  }

  /** One line on what fills the slot. */
  String line(Backend backend) {
    String line =
        "slot "
            + slot().name()
            + " is filled by "
            + backend
            + ", "
            + Durabilities.of(planned, backend.capabilities());
    List<String> missing = planned.preferredBut(backend.capabilities());
    return missing.isEmpty() ? line : line + ", without " + String.join(", ", missing);
  }

  /** Words on what survives in the backend of a slot. */
  static final class Durabilities {

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
}
