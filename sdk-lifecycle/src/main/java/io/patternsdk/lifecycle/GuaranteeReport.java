package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.DataSizes;
import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.OneLine;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.SlotGuarantees;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.time.Duration;
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
  private static final Set<Trait<?>> BYTES =
      Set.of(Traits.MAX_VALUE_BYTES, Traits.MAX_HEADER_BYTES);

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

  /**
   * A line for each guarantee, and one for each limit that the backend states; where capabilities
   * differ, one for each that they give.
   */
  private static List<String> lines(Map<Capability<?>, Traits> used) {
    Set<Trait<?>> all = new LinkedHashSet<>();
    used.keySet().forEach(capability -> all.addAll(capability.guarantees()));
    used.forEach(
        (capability, traits) ->
            traits.all().stream()
                .filter(trait -> !(trait.otherwise() instanceof Guarantee))
                .forEach(all::add));
    return all.stream().flatMap(trait -> lines(trait, used).stream()).toList();
  }

  private static List<String> lines(Trait<?> trait, Map<Capability<?>, Traits> used) {
    boolean guarantee = trait.otherwise() instanceof Guarantee;
    Map<String, List<String>> said = new LinkedHashMap<>();
    used.forEach(
        (capability, traits) -> {
          if (guarantee ? capability.guarantees().contains(trait) : traits.says(trait)) {
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

  private static String words(Traits traits, Trait<?> trait) {
    Object value = traits.get(trait);
    String words =
        switch (value) {
          case Guarantee guarantee -> guarantee.word() + ": " + guarantee.meaning();
          case Duration time -> Durations.format(time) + ": " + trait.meaning();
          case Long bytes when BYTES.contains(trait) ->
              DataSizes.format(bytes) + ": " + trait.meaning();
          default -> value + ": " + trait.meaning();
        };
    String detail = OneLine.of(traits.detail(trait));
    return words + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
