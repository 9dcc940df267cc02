package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.Slot.Arity;
import io.patternsdk.lifecycle.config.BackendConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.config.SlotConfig;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides which backend fills which slot, and notes everything that does not fit. */
final class Planner {
  static final String EMBEDDED = "embedded";
  private static final Location DEV = Location.whole("--dev");

  private final List<Slot> slots;
  private final RunnerConfig config;
  private final boolean dev;
  private final Problems problems;
  private final InterfaceNames interfaces;
  private final Offers offers;
  private final Demands demands;

  Planner(
      List<Slot> slots,
      RunnerConfig config,
      DriverRegistry drivers,
      InstalledDrivers installed,
      boolean dev,
      Problems problems) {
    this.slots = slots;
    this.config = config;
    this.dev = dev;
    this.problems = problems;
    this.interfaces = new InterfaceNames(slots, drivers);
    this.offers = new Offers(drivers, installed, problems);
    this.demands = new Demands(offers);
  }

  /** Makes the plan; it may be used only if nothing was noted. */
  SlotPlan plan() {
    unknownSlots();
    SlotPlan plan = new SlotPlan(slots.stream().map(this::slot).toList());
    config.backends().values().forEach(this::backend);
    unusedBackends(plan);
    for (PlannedSlot slot : plan.slots()) {
      for (BackendConfig backend : slot.backends()) {
        offers.check(slot, backend);
        demands.check(slot, backend);
      }
    }
    return plan;
  }

  private PlannedSlot slot(Slot slot) {
    SlotConfig file = config.slot(slot.name());
    List<Located<String>> required = new ArrayList<>();
    Located<String> place = place(slot, file);
    slot.required().forEach(c -> required.add(place.map(unused -> c.name())));
    required.addAll(interfaces.resolve(file.requiredInterfaces(), problems));
    interfaces.resolve(file.preferredInterfaces(), problems);
    List<Located<Guarantee>> guarantees = new ArrayList<>();
    slot.guarantees().forEach(g -> guarantees.add(place.map(unused -> g)));
    guarantees.addAll(file.guarantees());
    PlannedSlot planned = new PlannedSlot(slot, file, required, guarantees, backends(slot, file));
    demands.known(planned);
    arity(planned);
    new MemberChecks(planned, problems).note();
    return planned;
  }

  /** Where the slot stands in the file; where it does not, the backend that fills it does. */
  private Located<String> place(Slot slot, SlotConfig file) {
    BackendConfig backend = config.backends().get(slot.name());
    return backend == null || config.slots().containsKey(slot.name())
        ? file.name()
        : new Located<>(slot.name(), backend.driver().location(), file.name().path());
  }

  private List<BackendConfig> backends(Slot slot, SlotConfig file) {
    List<BackendConfig> found = new ArrayList<>();
    for (Located<String> name : file.backendNames()) {
      BackendConfig backend = config.backends().get(name.value());
      if (backend != null) {
        found.add(backend);
      } else if (file.backends().isPresent()) {
        problems.note(
            name.problem(
                "names the backend " + name.shown() + ", which is not in backends",
                NearestName.hint(name.value(), config.backends().keySet())));
      }
    }
    if (dev && found.isEmpty() && file.backends().isEmpty()) {
      found.addAll(embedded(slot));
    }
    return found;
  }

  private void arity(PlannedSlot planned) {
    SlotConfig file = planned.config();
    Slot slot = planned.slot();
    file.optional()
        .filter(optional -> optional.value() && slot.arity() != Arity.OPTIONAL)
        .ifPresent(
            optional ->
                problems.note(
                    optional.problem(
                        "is true, but the pattern cannot work without this slot",
                        "leave it out; a file adds to what the code requires")));
    if (planned.backends().size() > 1 && slot.arity() != Arity.MANY) {
      problems.note(
          file.backendNames()
              .get(1)
              .problem("is one too many, the slot takes a single backend", "keep one of them"));
    }
    if (planned.backends().isEmpty() && planned.mandatory() && file.backends().isEmpty()) {
      problems.note(
          file.name()
              .problem(
                  "is not filled, it needs " + needs(planned),
                  "expected backends." + slot.name() + ", or another backend in the slot"));
    }
  }

  private static String needs(PlannedSlot planned) {
    Stream<String> required = planned.required().stream().map(Located::value);
    List<String> choice = planned.slot().choice().stream().map(Capability::name).toList();
    Stream<String> one =
        choice.isEmpty() ? Stream.empty() : Stream.of("one of " + String.join(", ", choice));
    return Stream.concat(required, one).distinct().collect(Collectors.joining(", "));
  }

  private void backend(BackendConfig backend) {
    offers.check(backend, interfaces.resolve(backend.interfaces(), problems));
  }

  private void unknownSlots() {
    List<String> known = slots.stream().map(Slot::name).toList();
    for (SlotConfig slot : config.slots().values()) {
      if (!known.contains(slot.name().value())) {
        problems.note(
            slot.name()
                .problem(
                    "is no slot of " + config.pattern().name(),
                    NearestName.hint(slot.name().value(), known)));
      }
    }
  }

  private void unusedBackends(SlotPlan plan) {
    List<String> unfilled =
        plan.slots().stream()
            .filter(slot -> slot.backends().stream().allMatch(Planner::isStandIn))
            .map(PlannedSlot::name)
            .toList();
    for (BackendConfig backend : config.backends().values()) {
      if (!plan.backends().containsKey(backend.name().value())) {
        problems.note(
            backend
                .name()
                .problem(
                    "fills no slot",
                    NearestName.of(backend.name().value(), unfilled)
                        .map(name -> "did you mean " + name + "?")
                        .orElseGet(this::howToFill)));
      }
    }
  }

  private String howToFill() {
    return "name it in slots.<slot>.backend, or call it as a slot: "
        + String.join(", ", slots.stream().map(Slot::name).toList());
  }

  /** Whether a backend stands in a plan because of {@code --dev} alone. */
  static boolean isStandIn(BackendConfig backend) {
    return backend.name().location().equals(DEV);
  }

  /** As many stand-ins as the slot needs: named as the slot, as {@code regions-2} from there on. */
  private List<BackendConfig> embedded(Slot slot) {
    return IntStream.rangeClosed(1, Math.max(1, slot.atLeast()))
        .mapToObj(i -> embedded(i == 1 ? slot.name() : slot.name() + "-" + i))
        .toList();
  }

  private BackendConfig embedded(String name) {
    String path = "backends." + name;
    BackendConfig backend =
        new BackendConfig(
            new Located<>(name, DEV, path),
            new Located<>(EMBEDDED, DEV, path + ".driver"),
            Optional.empty(),
            BackendConfig.Format.ENVELOPE,
            Duration.ofSeconds(5),
            List.of(),
            Settings.empty());
    offers.check(backend, List.of());
    return backend;
  }
}
