package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import java.util.ArrayList;
import java.util.List;

/** What {@link BlobWriter} and {@link BlobReader} promise while they are open. */
final class BlobStreamContract {
  private static final long LARGE = (11 << 20) + 7;

  private final Subject subject;
  private final Blobs blobs;

  BlobStreamContract(Subject subject) {
    this.subject = subject;
    this.blobs = subject.require(BLOB_BASIC);
  }

  @Case
  void nothingIsSeenBeforeItIsFinished() {
    Blobs other = subject.sibling().require(BLOB_BASIC);
    Content before = new Content(1, 1_000);
    before.putInto(blobs, "replaced");
    for (long size : List.of(10L, LARGE)) {
      Content content = new Content(2, size);
      try (BlobWriter fresh = blobs.put("fresh");
          BlobWriter replacing = blobs.put("replaced")) {
        content.writeTo(fresh);
        content.writeTo(replacing);
        assertThat(other.head("fresh")).as("of %s bytes", size).isEmpty();
        assertThat(other.get("fresh")).isEmpty();
        assertThat(other.list("").toList()).hasSize(1);
        before.checkIn(other, "replaced");
      }
    }
  }

  @Case
  void whatIsClosedBeforeItIsFinishedLeavesNothing() {
    new Content(1, 1_000).putInto(blobs, "replaced");
    for (long size : List.of(0L, 10L, LARGE)) {
      for (String key : List.of("fresh", "replaced")) {
        try (BlobWriter writer = blobs.put(key)) {
          new Content(2, size).writeTo(writer);
        }
      }
    }
    assertThat(blobs.head("fresh")).isEmpty();
    assertThat(blobs.list("").toList()).hasSize(1);
    new Content(1, 1_000).checkIn(blobs, "replaced");
  }

  @Case
  void aFinishedWriterTakesNoMoreAndClosingItChangesNothing() {
    BlobWriter writer = blobs.put("key");
    new Content(1, 1_000).writeTo(writer);
    assertThat(writer.finish()).isPresent();
    assertThatIllegalStateException().isThrownBy(() -> writer.write(new byte[1]));
    assertThatIllegalStateException().isThrownBy(writer::finish);
    writer.close();
    writer.close();
    new Content(1, 1_000).checkIn(blobs, "key");
    assertThatIllegalStateException().isThrownBy(() -> writer.write(new byte[1]));
  }

  @Case
  void aClosedReaderGivesNothing() {
    new Content(1, 1_000).putInto(blobs, "key");
    BlobReader reader = blobs.get("key").orElseThrow();
    reader.close();
    reader.close();
    assertThatIllegalStateException().isThrownBy(() -> reader.read(new byte[1], 0, 1));
  }

  @Case
  void readersMayBeLeftAtAnyPlace() {
    new Content(1, LARGE).putInto(blobs, "key");
    for (int i = 0; i < 20; i++) {
      try (BlobReader reader = blobs.get("key").orElseThrow()) {
        assertThat(reader.read(new byte[1_000], 0, 1_000)).isPositive();
      }
    }
    new Content(1, LARGE).checkIn(blobs, "key");
  }

  @Case
  void aReaderStaysWithTheBlobThatItWasOpenedOn() {
    Content first = new Content(1, 500_000);
    Version version = first.putInto(blobs, "key");
    try (BlobReader reader = blobs.get("key").orElseThrow();
        BlobReader second = blobs.get("key").orElseThrow()) {
      new Content(2, 300_000).putInto(blobs, "key");
      first.check(reader, BlobRange.ALL);
      assertThat(reader.info().version()).isEqualTo(version);
      blobs.delete("key");
      first.check(second, BlobRange.ALL);
    }
    assertThat(blobs.head("key")).isEmpty();
  }

  @Case
  void ofWritersOfOneKeyTheLastToFinishIsKeptWhole() {
    try (BlobWriter one = blobs.put("key");
        BlobWriter other = blobs.put("key")) {
      for (int part = 0; part < 20; part++) {
        new Content(1, 200_000).write(one, part * 10_000L, (part + 1) * 10_000L);
        new Content(2, 200_000).write(other, part * 10_000L, (part + 1) * 10_000L);
      }
      assertThat(other.finish()).isPresent();
      new Content(2, 200_000).checkIn(blobs, "key");
      assertThat(one.finish()).isPresent();
    }
    new Content(1, 200_000).checkIn(blobs, "key");
  }

  @Case
  void whatIsWrittenMayBeChangedAfterwards() {
    byte[] piece = new byte[1];
    try (BlobWriter writer = blobs.put("key")) {
      for (byte b = 0; b < 100; b++) {
        piece[0] = b;
        writer.write(piece, 0, 1);
      }
      piece[0] = 127;
      assertThat(writer.finish()).isPresent();
    }
    List<Byte> read = new ArrayList<>();
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      while (reader.read(piece, 0, 1) == 1) {
        read.add(piece[0]);
      }
    }
    assertThat(read).hasSize(100);
    assertThat(read.get(99)).isEqualTo((byte) 99);
    assertThat(read).isSorted();
  }

  @Case
  void noStepBeginsPastTheDeadline() {
    new Content(1, 10).putInto(blobs, "read");
    try (BlobReader reader = blobs.get("read").orElseThrow();
        BlobWriter writer = blobs.put("written")) {
      Expect.refusalPastTheDeadline(() -> reader.read(new byte[1], 0, 1));
      Expect.refusalPastTheDeadline(() -> writer.write(new byte[1]));
    }
    assertThat(blobs.head("written")).isEmpty();
  }
}
