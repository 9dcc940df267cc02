package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.FaultSubject;

/** What becomes of streams whose connection breaks, stalls or is slow. */
final class BlobFaults {
  private static final long LARGE = 40 << 20; // more than all buffers on the way

  private final FaultSubject subject;
  private final Blobs blobs;
  private final Blobs direct;

  BlobFaults(FaultSubject subject) {
    this.subject = subject;
    this.blobs = subject.backend().require(BLOB_BASIC);
    this.direct = subject.direct().require(BLOB_BASIC);
  }

  @Case
  void aDownloadThatIsCutFailsAndDoesNotEnd() {
    new Content(1, LARGE).putInto(direct, "key");
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      subject.proxy().reset();
      Expect.failure(ErrorKind.UNAVAILABLE, () -> readAll(reader));
    }
    subject.eventually().check(() -> new Content(1, LARGE).checkIn(blobs, "key"));
  }

  @Case
  void aDownloadThatStallsEndsForLackOfProgress() {
    new Content(1, LARGE).putInto(direct, "key");
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      subject.proxy().stall();
      Expect.unanswered(() -> readAll(reader));
    }
    subject.proxy().heal();
    subject.eventually().check(() -> assertThat(blobs.head("key")).isPresent());
  }

  @Case
  void anUploadThatStallsEndsForLackOfProgressAndLeavesNothing() {
    subject.eventually().check(() -> assertThat(blobs.head("key")).isEmpty());
    try (BlobWriter writer = blobs.put("key")) {
      new Content(1, 1_000).writeTo(writer);
      subject.proxy().stall();
      Expect.unanswered(() -> new Content(1, LARGE).writeTo(writer));
      BackendException refused = Expect.failure(ErrorKind.ABORTED, () -> writer.finish());
      assertThat(refused).hasMessageContaining("begin again");
      subject.proxy().heal();
    }
    assertThat(direct.head("key")).isEmpty();
    subject.eventually().check(() -> new Content(2, 1_000).putInto(blobs, "key"));
    new Content(2, 1_000).checkIn(direct, "key");
  }

  @Case
  void anUploadThatIsCutIsThereWholeOrNotAtAll() {
    for (long bytes : new long[] {300, 200_000, 9_000_000, 17_000_000}) {
      String key = "cut after " + bytes;
      Content content = new Content(1, 20 << 20);
      subject.eventually().check(() -> assertThat(blobs.head(key)).isEmpty());
      subject.proxy().cutAfterSending(bytes);
      Throwable thrown = catchThrowable(() -> content.putInto(blobs, key));
      subject.proxy().heal();
      if (thrown == null || direct.head(key).isPresent()) {
        content.checkIn(direct, key);
      } else {
        Expect.thrown(ErrorKind.UNAVAILABLE, thrown);
      }
    }
  }

  private static void readAll(BlobReader reader) {
    new Content(1, LARGE).check(reader, BlobRange.ALL);
  }
}
