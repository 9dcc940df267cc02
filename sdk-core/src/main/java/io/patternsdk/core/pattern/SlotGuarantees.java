package io.patternsdk.core.pattern;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the backends in the slots of a pattern guarantee of what the pattern uses: what its promises
 * are made of. Immutable.
 */
public final class SlotGuarantees {
  private final Map<String, List<Given>> slots;

  private SlotGuarantees(Builder builder) {
    this.slots =
        builder.slots.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  private record Given(Capability<?> capability, Traits traits) {}

  /** Starts with empty slots. */
  public static Builder builder() {
    return new Builder();
  }

  /** Tells whether somebody fills a slot. */
  public boolean filled(String slot) {
    return slots.containsKey(slot);
  }

  /** Tells whether a backend of a slot has a capability that the pattern uses. */
  public boolean has(String slot, Capability<?> capability) {
    return given(slot).anyMatch(given -> given.capability().equals(capability));
  }

  /**
   * Returns the least that the backends of a slot guarantee, over all that the pattern uses of them
   * and the trait is about; what the trait states itself where it is about nothing.
   */
  public <G extends Guarantee> G least(String slot, Trait<G> trait) {
    return weakest(slot, trait).map(traits -> traits.get(trait)).orElse(trait.otherwise());
  }

  /** Returns the line on how that least is known; empty if nothing was said. */
  public String detail(String slot, Trait<? extends Guarantee> trait) {
    return weakest(slot, trait).map(traits -> traits.detail(trait)).orElse("");
  }

  private Optional<Traits> weakest(String slot, Trait<? extends Guarantee> trait) {
    return given(slot)
        .filter(given -> given.capability().guarantees().contains(trait))
        .map(Given::traits)
        .min(Comparator.comparingInt(traits -> traits.get(trait).ordinal()));
  }

  private Stream<Given> given(String slot) {
    return slots.getOrDefault(slot, List.of()).stream();
  }

  /** Builds {@link SlotGuarantees}; for one thread. */
  public static final class Builder {
    private final Map<String, List<Given>> slots = new LinkedHashMap<>();

    private Builder() {}

    /** Adds what a backend in a slot guarantees of one capability. */
    public Builder add(String slot, Capability<?> capability, Traits traits) {
      slots.computeIfAbsent(slot, unused -> new ArrayList<>()).add(new Given(capability, traits));
      return this;
    }

    /** Returns the guarantees. */
    public SlotGuarantees build() {
      return new SlotGuarantees(this);
    }
  }
}
