package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

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
    store(new Content(1, LARGE));
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      subject.proxy().reset();
      Expect.failure(ErrorKind.UNAVAILABLE, () -> readAll(reader));
    }
    subject.eventually().check(() -> new Content(1, LARGE).checkIn(blobs, "key"));
  }

  @Case
  void aDownloadThatStallsEndsForLackOfProgress() {
    store(new Content(1, LARGE));
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
    subject.eventually().check(() -> assertThat(direct.head("key")).isEmpty());
    subject.eventually().check(() -> new Content(2, 1_000).putInto(blobs, "key"));
    subject.eventually().check(() -> new Content(2, 1_000).checkIn(direct, "key"));
  }

  @Case
  void anUploadThatIsCutIsThereWholeOrNotAtAll() {
    for (long bytes : new long[] {300, 200_000, 9_000_000, 17_000_000}) {
      String key = "cut after " + bytes;
      Content content = new Content(1, 20 << 20);
      subject.eventually().check(() -> assertThat(blobs.head(key)).isEmpty());
      boolean told = subject.eventually().value(() -> isStoredThoughCut(content, key, bytes));
      if (told || subject.eventually().value(() -> direct.head(key)).isPresent()) {
        content.checkIn(direct, key);
      }
    }
  }

  /**
   * Tells whether an upload that is cut says that it is stored. A server that was slower than the
   * operation timeout before the cut was reached is no answer.
   */
  private boolean isStoredThoughCut(Content content, String key, long bytes) {
    subject.proxy().cutAfterSending(bytes);
    try {
      content.putInto(blobs, key);
      return true;
    } catch (BackendException e) {
      Expect.thrown(ErrorKind.UNAVAILABLE, e);
      return false;
    } finally {
      subject.proxy().heal();
    }
  }

  /** Again where a busy server takes longer for a part than the operation timeout. */
  private void store(Content content) {
    subject.eventually().check(() -> content.putInto(direct, "key"));
  }

  private static void readAll(BlobReader reader) {
    new Content(1, LARGE).check(reader, BlobRange.ALL);
  }
}
