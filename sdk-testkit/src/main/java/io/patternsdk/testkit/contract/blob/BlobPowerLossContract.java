package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;

/** What is kept of blobs that are declared as synced, when the power goes. */
final class BlobPowerLossContract {
  private final Subject subject;

  BlobPowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsFinishedIsThereAfterALossOfPowerAndNothingElse() {
    if (subject.traits(BLOB_BASIC).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(BlobPowerLossContract::check);
    }
  }

  private static void check(PowerLoss power) {
    Blobs blobs = power.backend().require(BLOB_BASIC);
    Content first = new Content(1, 700_000);
    first.putInto(blobs, "a");
    first.checkIn(power.left().require(BLOB_BASIC), "a");
    Content second = new Content(2, 100);
    second.putInto(blobs, "a");
    try (BlobWriter open = blobs.put("open")) {
      new Content(3, 700_000).writeTo(open);
      Blobs left = power.left().require(BLOB_BASIC);
      second.checkIn(left, "a");
      assertThat(left.head("open")).isEmpty();
      assertThat(left.list("").toList()).hasSize(1);
    }
    blobs.delete("a");
    assertThat(power.left().require(BLOB_BASIC).head("a")).as("what was deleted").isEmpty();
  }
}
