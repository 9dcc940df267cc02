package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What slots demand of what backends guarantee. */
record Demands(Offers offers) {

  /** Notes what the file demands although nothing that the slot uses has it. */
  void known(PlannedSlot slot) {
    Set<String> traits = new TreeSet<>();
    all(slot).forEach(c -> c.guarantees().forEach(trait -> traits.add(trait.name())));
    for (Located<Guarantee> demanded : slot.config().guarantees()) {
      if (!traits.contains(demanded.value().trait().name())) {
        offers
            .problems()
            .note(
                demanded.problem(
                    "is demanded, and nothing that the slot uses has it",
                    "expected " + String.join(", ", traits)));
      }
    }
  }

  /** The capabilities that code and file name. */
  private static List<Capability<?>> all(PlannedSlot slot) {
    Stream<Capability<?>> file =
        StandardCapabilities.all().stream().filter(c -> !slot.used(List.of(c)).isEmpty());
    return Stream.concat(slot.slot().named(), file).distinct().toList();
  }

  /** Checks that the driver of a backend can guarantee what a slot demands on some server. */
  void check(PlannedSlot slot, BackendConfig backend) {
    offers
        .drivers()
        .find(backend.driver().value())
        .ifPresent(driver -> check(slot, backend, driver));
  }

  private void check(PlannedSlot slot, BackendConfig backend, DriverProvider driver) {
    List<Capability<?>> offered =
        all(slot).stream().filter(c -> driver.canOffer().contains(c.name())).toList();
    SequencedMap<Capability<?>, Traits> most = new LinkedHashMap<>();
    for (Capability<?> capability : slot.used(offered)) {
      most(driver, capability, backend.config().detached())
          .ifPresent(traits -> most.put(capability, traits));
    }
    for (Located<Guarantee> demanded : slot.guarantees()) {
      Trait<?> trait = demanded.value().trait();
      SequencedMap<Capability<?>, Traits> said = new LinkedHashMap<>(most);
      said.values().removeIf(traits -> !traits.says(trait)); // the server decides that
      refuse(demanded, backend, said, "can give no more than");
    }
  }

  /** What a driver can guarantee at most; empty if its settings are wrong, which others say. */
  private static Optional<Traits> most(
      DriverProvider driver, Capability<?> capability, Settings settings) {
    DriverContext context = BackendOptions.named("backend").settings(settings).toContext();
    try {
      return Optional.of(driver.canGuarantee(capability, context));
    } catch (ConfigException wrong) {
      return Optional.empty();
    }
  }

  /** Checks that a connected backend guarantees what a slot demands. */
  void check(PlannedSlot slot, BackendConfig config, Backend backend) {
    String server = backend.info().server();
    SequencedMap<Capability<?>, Traits> given = new LinkedHashMap<>();
    for (Capability<?> capability : slot.used(backend.capabilities().all())) {
      given.put(capability, backend.capabilities().traits(capability));
    }
    for (Located<Guarantee> demanded : slot.guarantees()) {
      refuse(demanded, config, given, server.isEmpty() ? "gives" : "gives on " + server);
    }
  }

  /** Notes which capabilities lack a guarantee, once for each reason. */
  private void refuse(
      Located<Guarantee> demanded,
      BackendConfig backend,
      SequencedMap<Capability<?>, Traits> given,
      String gives) {
    Trait<? extends Guarantee> trait = demanded.value().trait();
    Map<String, List<Capability<?>>> lacking = new LinkedHashMap<>();
    given.forEach(
        (capability, traits) -> {
          if (capability.guarantees().contains(trait)
              && !traits.get(trait).meets(demanded.value())) {
            lacking.computeIfAbsent(words(traits, trait), w -> new ArrayList<>()).add(capability);
          }
        });
    lacking.forEach(
        (what, capabilities) ->
            offers
                .problems()
                .note(
                    demanded.problem(
                        "needs %s %s, and the backend %s (%s) %s %s for %s"
                            .formatted(
                                trait,
                                demanded.value().word(),
                                backend.name().value(),
                                backend.driver().value(),
                                gives,
                                what,
                                names(capabilities)),
                        remedy(demanded.value(), backend, capabilities, given))));
  }

  private static String words(Traits traits, Trait<? extends Guarantee> trait) {
    String detail = traits.detail(trait);
    return traits.get(trait).word() + (detail.isEmpty() ? "" : " (" + detail + ")");
  }

  private static String names(List<Capability<?>> capabilities) {
    return capabilities.stream().map(Capability::name).collect(Collectors.joining(", "));
  }

  private String remedy(
      Guarantee demanded,
      BackendConfig backend,
      List<Capability<?>> capabilities,
      SequencedMap<Capability<?>, Traits> given) {
    Stream<String> own =
        given.entrySet().stream()
            .filter(entry -> capabilities.contains(entry.getKey()))
            .map(entry -> entry.getValue().remedy(demanded.trait()))
            .filter(remedy -> !remedy.isEmpty())
            .distinct();
    Stream<String> others =
        offers.reachable().stream()
            .filter(driver -> !driver.name().equals(backend.driver().value()))
            .flatMap(driver -> other(demanded, capabilities, driver).stream());
    List<String> all = Stream.concat(own, others).toList();
    return all.isEmpty() ? "no driver here gives it" : String.join(", or ", all);
  }

  /** How another driver would satisfy the demand; empty if it cannot. */
  private static Optional<String> other(
      Guarantee demanded, List<Capability<?>> capabilities, DriverProvider driver) {
    Trait<? extends Guarantee> trait = demanded.trait();
    Set<String> takes = new TreeSet<>();
    for (Capability<?> capability : capabilities) {
      Traits most = most(driver, capability, Settings.empty()).orElse(Traits.defaults());
      boolean meets = most.get(trait).meets(demanded);
      String how = meets ? most.detail(trait) : most.remedy(trait);
      if (!driver.canOffer().contains(capability.name()) || (!meets && how.isEmpty())) {
        return Optional.empty();
      }
      takes.add(how);
    }
    takes.remove("");
    String how = takes.isEmpty() ? "" : " (" + String.join(", ", takes) + ")";
    return Optional.of("use " + driver.name() + how);
  }
}
