package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.merge.Lifecycle.ENDED;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.testkit.contract.merge.Patches.at;
import static io.patternsdk.testkit.contract.merge.Patches.created;
import static io.patternsdk.testkit.contract.merge.Patches.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.State;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;
import java.util.List;

/** What is left of records that are declared as synced, when the power goes. */
final class MergePowerLossContract {
  private final Subject subject;

  MergePowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsMergedIsThereAfterALossOfPower() {
    if (subject.traits(KEYVALUE_MERGE).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(MergePowerLossContract::check);
    }
  }

  private static void check(PowerLoss power) {
    KeyValueMerge records = power.backend().require(KEYVALUE_MERGE);
    List<Patch> patches =
        List.of(
            created(1).set("field", "first").build(),
            at(2).set("field", "second").set("other", "one").build(),
            at(3).remove("other").build(),
            at(4).set(ENDED, 4).build());
    for (Patch patch : patches) {
      records.merge("key", patch);
      assertThat(there(power.left().require(KEYVALUE_MERGE).read("key")).fields())
          .usingRecursiveComparison() // values are arrays
          .isEqualTo(there(records.read("key")).fields());
    }
    assertThat(there(power.left().require(KEYVALUE_MERGE).read("key")).state())
        .isEqualTo(State.ENDED);
  }
}
