package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.FaultSubject;

/** What becomes of blobs when the server is killed under load. */
final class BlobCrashFaults {
  private static final int SIZE = 30_000;

  private final FaultSubject subject;

  BlobCrashFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void whatWasFinishedIsThereAndNothingIsThereInPart() {
    try (Backend backend = subject.open()) {
      Blobs blobs = backend.require(BLOB_BASIC);
      CrashLoad load = subject.killUnder(text -> new Content(7, SIZE).putInto(blobs, text));
      assertThat(load.kept()).allSatisfy(key -> new Content(7, SIZE).checkIn(blobs, key));
      assertThat(blobs.list("").toList()).extracting(BlobEntry::size).containsOnly((long) SIZE);
    }
  }
}
