package io.patternsdk.core.capability;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuaranteeTest {

  @Test
  void whatIsStrongerMeetsWhatIsWeaker() {
    assertThat(Durability.SYNCED.meets(Durability.PERIODIC)).isTrue();
    assertThat(Durability.PERIODIC.meets(Durability.PERIODIC)).isTrue();
    assertThat(Durability.VOLATILE.meets(Durability.PERIODIC)).isFalse();
    assertThat(Delivery.AT_LEAST_ONCE.meets(Durability.VOLATILE)).isFalse();
  }

  @Test
  void eachHasAWordForConfiguration() {
    assertThat(Delivery.AT_LEAST_ONCE.word()).isEqualTo("at_least_once");
    assertThat(Guarantee.valuesOf(Traits.CONSISTENCY)).containsExactly(Consistency.values());
  }

  @Test
  void whatNobodySaysIsTheWeakest() {
    for (Trait<? extends Guarantee> trait : Traits.guarantees()) {
      assertThat(Traits.defaults().get(trait)).isEqualTo(Guarantee.valuesOf(trait).getFirst());
      assertThat(Guarantee.valuesOf(trait))
          .allSatisfy(value -> assertThat(value.trait()).isSameAs(trait));
    }
  }

  @Test
  void eachCapabilityThatKeepsOrHandsOutSomethingIsAboutIt() {
    List<Capability<?>> some = new ArrayList<>(StandardCapabilities.all());
    some.removeAll(
        List.of(
            StandardCapabilities.STREAM_REPLAY,
            StandardCapabilities.STREAM_RETENTION,
            StandardCapabilities.TIMESERIES_RETENTION));
    assertThat(some).allSatisfy(capability -> assertThat(capability.guarantees()).isNotEmpty());
  }

  @Test
  void aGuaranteeIsSaidWithHowItWasLearntAndWhatMakesItStronger() {
    Traits traits =
        Traits.builder()
            .guarantee(Durability.PERIODIC, "each second", "set it to always")
            .guarantee(Delivery.AT_LEAST_ONCE, "acknowledged")
            .build();
    assertThat(traits.get(Traits.DURABILITY)).isEqualTo(Durability.PERIODIC);
    assertThat(traits.detail(Traits.DURABILITY)).isEqualTo("each second");
    assertThat(traits.remedy(Traits.DURABILITY)).isEqualTo("set it to always");
    assertThat(traits.remedy(Traits.DELIVERY)).isEmpty();
    assertThat(traits.says(Traits.DELIVERY)).isTrue();
    assertThat(traits.says(Traits.ORDERING)).isFalse();
    assertThat(Traits.builder().maxBatch(3).with(traits).build().all())
        .containsExactly(Traits.MAX_BATCH, Traits.DURABILITY, Traits.DELIVERY);
  }
}
