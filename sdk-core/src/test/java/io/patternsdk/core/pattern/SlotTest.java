package io.patternsdk.core.pattern;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import org.junit.jupiter.api.Test;

class SlotTest {
  private static final Choice<String> CHOICE =
      Choice.of(String.class).or(QUEUE_BASIC, q -> "queue").or(PUBSUB_BASIC, p -> "topic");

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

  @Test
  void aSlotDemandsGuarantees() {
    Slot slot =
        Slot.required("a", KEYVALUE_BASIC)
            .anyOf(CHOICE)
            .requires(Durability.SYNCED, Ordering.KEY)
            .prefers(DOCUMENT_QUERY)
            .describedAs("x");
    assertThat(slot.guarantees()).containsExactly(Durability.SYNCED, Ordering.KEY);
    assertThat(slot.choice()).containsExactly(QUEUE_BASIC, PUBSUB_BASIC);
    assertThat(slot.named())
        .containsExactly(KEYVALUE_BASIC, QUEUE_BASIC, PUBSUB_BASIC, DOCUMENT_QUERY);
    assertThat(slot).hasToString("a[keyvalue_basic] and one of [queue_basic, pubsub_basic]");
  }

  @Test
  void aGuaranteeThatNoCapabilityHasIsAMistake() {
    assertThatThrownBy(() -> Slot.required("a", KEYVALUE_BASIC).requires(Atomicity.BATCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("atomicity is nothing that the capabilities of the slot a[");
    assertThatThrownBy(
            () ->
                Slot.required("a", KEYVALUE_BASIC).requires(Durability.SYNCED, Durability.PERIODIC))
        .hasMessage("durability of the slot a twice");
  }

  @Test
  void aChoiceHasSomethingAndNothingTwice() {
    assertThatThrownBy(() -> Slot.required("a").anyOf(Choice.of(String.class)))
        .hasMessage("the slot a has nothing to choose from");
    assertThatThrownBy(() -> CHOICE.or(PUBSUB_BASIC, p -> "again"))
        .hasMessage("pubsub_basic stands in the choice twice");
  }
}
