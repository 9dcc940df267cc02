package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_CAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.blob.BlobCas;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.util.List;
import java.util.Optional;

/** What {@link BlobCas} promises. */
final class BlobCasContract {
  private static final long LARGE = (11 << 20) + 7;

  private final Subject subject;
  private final Blobs blobs;
  private final BlobCas cas;

  BlobCasContract(Subject subject) {
    this.subject = subject;
    this.blobs = subject.require(BLOB_BASIC);
    this.cas = subject.require(BLOB_CAS);
  }

  @Case
  void onlyTheAbsentIsStoredIfAbsent() {
    for (long size : List.of(100L, LARGE)) {
      String key = "size " + size;
      Content first = new Content(1, size);
      Version version = ifAbsent(cas, key, first).orElseThrow();
      assertThat(blobs.head(key).orElseThrow().version()).isEqualTo(version);
      assertThat(ifAbsent(cas, key, new Content(2, size))).isEmpty();
      first.checkIn(blobs, key);
      blobs.delete(key);
      assertThat(ifAbsent(cas, key, new Content(3, size))).isPresent();
    }
  }

  @Case
  void whatIsUnchangedIsReplaced() {
    for (long size : List.of(100L, LARGE)) {
      Version first = new Content(1, 10).putInto(blobs, "key");
      Content second = new Content(2, size);
      Version version = ifUnchanged(cas, "key", first, second).orElseThrow();
      assertThat(version).isNotEqualTo(first);
      second.checkIn(blobs, "key");
      assertThat(ifUnchanged(cas, "key", version, new Content(3, 10))).isPresent();
    }
  }

  @Case
  void aVersionOfThePastReplacesNothing() {
    Version first = new Content(1, 10).putInto(blobs, "key");
    Content second = new Content(2, 20);
    second.putInto(blobs, "key");
    for (long size : List.of(100L, LARGE)) {
      assertThat(ifUnchanged(cas, "key", first, new Content(3, size))).isEmpty();
      second.checkIn(blobs, "key");
    }
  }

  @Case
  void whatIsGoneIsNotReplaced() {
    Version version = new Content(1, 10).putInto(blobs, "key");
    blobs.delete("key");
    assertThat(ifUnchanged(cas, "key", version, new Content(2, 10))).isEmpty();
    assertThat(blobs.head("key")).isEmpty();
  }

  @Case
  void theConditionHoldsWhenItIsFinished() {
    try (BlobWriter writer = cas.putIfAbsent("key", BlobOptions.none())) {
      new Content(1, 100).writeTo(writer);
      new Content(2, 50).putInto(blobs, "key");
      assertThat(writer.finish()).isEmpty();
    }
    new Content(2, 50).checkIn(blobs, "key");
  }

  @Case
  void metadataAreStoredToo() {
    BlobOptions options = BlobOptions.none().withContentType("text/plain").with("a", "b");
    try (BlobWriter writer = cas.putIfAbsent("key", options)) {
      assertThat(writer.finish()).isPresent();
    }
    assertThat(blobs.head("key").orElseThrow().options()).isEqualTo(options);
  }

  @Case
  void ofManyThatStoreTheAbsentOneWins() {
    BlobCas other = subject.sibling().require(BLOB_CAS);
    for (int round = 0; round < 10; round++) {
      String key = "key " + round;
      int winner =
          onlyWinner(
              Crowd.call(
                  16, i -> ifAbsent(i % 2 == 0 ? cas : other, key, new Content(i, 100 + i))));
      new Content(winner, 100 + winner).checkIn(blobs, key);
    }
  }

  @Case
  void ofManyThatReplaceOneWins() {
    for (int round = 0; round < 10; round++) {
      String key = "key " + round;
      Version start = new Content(99, 10).putInto(blobs, key);
      int winner =
          onlyWinner(Crowd.call(16, i -> ifUnchanged(cas, key, start, new Content(i, 100 + i))));
      new Content(winner, 100 + winner).checkIn(blobs, key);
    }
  }

  private static Optional<Version> ifAbsent(BlobCas cas, String key, Content content) {
    try (BlobWriter writer = cas.putIfAbsent(key, BlobOptions.none())) {
      content.writeTo(writer);
      return writer.finish();
    }
  }

  private static Optional<Version> ifUnchanged(
      BlobCas cas, String key, Version expected, Content content) {
    try (BlobWriter writer = cas.putIfUnchanged(key, expected, BlobOptions.none())) {
      content.writeTo(writer);
      return writer.finish();
    }
  }

  private static int onlyWinner(List<Optional<Version>> results) {
    List<Boolean> won = results.stream().map(Optional::isPresent).toList();
    assertThat(won).as("winners").containsOnlyOnce(true);
    return won.indexOf(true);
  }
}
