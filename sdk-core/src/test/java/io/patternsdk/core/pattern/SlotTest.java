package io.patternsdk.core.pattern;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlotTest {

  @Test
  void aSlotSaysHowManyOfItsBackendsMustWork() {
    assertThat(Slot.required("a").atLeast()).isEqualTo(1);
    assertThat(Slot.optional("a").atLeast()).isZero();
    assertThat(Slot.many("a").atLeast()).isEqualTo(1);
    assertThat(Slot.many("a").atLeast(2).prefers(KEYVALUE_BASIC).describedAs("x").atLeast())
        .isEqualTo(2);
  }

  @Test
  void onlyManyTakeALeastNumber() {
    assertThatThrownBy(() -> Slot.required("a").atLeast(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("atLeast(2) of the slot a, which takes REQUIRED");
    assertThatThrownBy(() -> Slot.many("a").atLeast(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
