package io.patternsdk.core.capability;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.layer.Site;
import org.junit.jupiter.api.Test;

/** A limit of somebody else's capability, which the core does not know. */
class OwnTraitTest {
  private static final Trait<Integer> MOST_COUNTERS =
      Trait.of("most counters", "how many counters there may be", 7);

  @Test
  void aDriverPromisesItAndTheForwarderReadsIt() {
    Traits promised = Traits.builder().set(MOST_COUNTERS, 9).build();
    Wiring wiring = Wiring.at(new Site("slot", "driver"));
    assertThat(wiring.traits(promised).traits().get(MOST_COUNTERS)).isEqualTo(9);
    assertThat(wiring.traits().get(MOST_COUNTERS)).as("where nobody says more").isEqualTo(7);
  }
}
