package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.OneLine;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.SlotGuarantees;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the backends of a plan guarantee, and what a pattern promises by that.
 *
 * @param text in plain words
 * @param refusals the demands of slots that are not met
 */
record GuaranteeReport(String text, Problems refusals) {

  /** Reports on those that are open. */
  static GuaranteeReport of(
      PatternProvider<?> provider, SlotPlan plan, OpenBackends backends, Offers offers) {
    List<String> lines = new ArrayList<>();
    SlotGuarantees.Builder given = SlotGuarantees.builder();
    Demands demands = new Demands(offers);
    for (PlannedSlot slot : plan.slots()) {
      if (slot.backends().isEmpty()) {
        lines.add("slot " + slot.name() + " stays empty");
      }
      for (BackendConfig config : slot.backends()) {
        Optional<Backend> open = backends.named(config.name().value());
        String name = "slot " + slot.memberName(config);
        lines.add(name + open.map(b -> " is filled by " + b).orElse(" is not open"));
        open.ifPresent(
            backend -> {
              Map<Capability<?>, Traits> used = used(slot, backend);
              used.forEach((capability, traits) -> given.add(slot.name(), capability, traits));
              lines.addAll(lines(used));
              demands.check(slot, config, backend);
            });
      }
    }
    List<String> promises = provider.promises(given.build());
    if (!promises.isEmpty()) {
      lines.add(provider.name() + " therefore promises:");
      promises.forEach(promise -> lines.add("  - " + OneLine.of(promise)));
    }
    return new GuaranteeReport(String.join("\n", lines) + "\n", offers.problems());
  }

  private static Map<Capability<?>, Traits> used(PlannedSlot slot, Backend backend) {
    Map<Capability<?>, Traits> used = new LinkedHashMap<>();
    slot.used(backend.capabilities().all())
        .forEach(c -> used.put(c, backend.capabilities().traits(c)));
    return used;
  }

  /** A line for each guarantee; where capabilities differ, one for each that they give. */
  private static List<String> lines(Map<Capability<?>, Traits> used) {
    Set<Trait<? extends Guarantee>> traits = new LinkedHashSet<>();
    used.keySet().forEach(capability -> traits.addAll(capability.guarantees()));
    return traits.stream().flatMap(trait -> lines(trait, used).stream()).toList();
  }

  private static List<String> lines(
      Trait<? extends Guarantee> trait, Map<Capability<?>, Traits> used) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    used.forEach(
        (capability, traits) -> {
          if (capability.guarantees().contains(trait)) {
            said.computeIfAbsent(words(traits, trait), w -> new ArrayList<>())
                .add(capability.name());
          }
        });
    return said.entrySet().stream()
        .map(
            entry ->
                "  "
                    + trait
                    + (said.size() > 1 ? " of " + String.join(", ", entry.getValue()) : "")
                    + " is "
                    + entry.getKey())
        .toList();
  }

  private static String words(Traits traits, Trait<? extends Guarantee> trait) {
    Guarantee value = traits.get(trait);
    String detail = OneLine.of(traits.detail(trait));
    return value.word() + ": " + value.meaning() + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
