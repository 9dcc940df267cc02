package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.blob.Blobs.MAX_KEY_BYTES;
import static io.patternsdk.core.blob.Blobs.MAX_METADATA_BYTES;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.Arrays;
import java.util.List;

/** What {@link Blobs} promises of one blob. */
final class BlobContract {
  private static final long LARGE = (11 << 20) + 7;

  private final Subject subject;
  private final Blobs blobs;

  BlobContract(Subject subject) {
    this.subject = subject;
    this.blobs = subject.require(BLOB_BASIC);
  }

  @Case
  void theAbsentIsEmpty() {
    assertThat(blobs.get("absent")).isEmpty();
    assertThat(blobs.head("absent")).isEmpty();
  }

  @Case
  void whatIsPutIsReadWhateverItsSize() {
    for (long size : List.of(0L, 1L, 511L, 65_536L, 65_537L, LARGE)) {
      Content content = new Content(1, size);
      content.putInto(blobs, "size " + size);
      content.checkIn(blobs, "size " + size);
    }
  }

  @Case
  void everyByteIsKept() {
    blobs.put("key", Values.EVERY_BYTE);
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      byte[] all = new byte[Values.EVERY_BYTE.length + 1];
      int read = 0;
      for (int n = 0; n >= 0; n = reader.read(all, read, all.length - read)) {
        read += n;
      }
      assertThat(read).isEqualTo(Values.EVERY_BYTE.length);
      assertThat(all).startsWith(Values.EVERY_BYTE);
    }
  }

  @Case
  void puttingReplaces() {
    new Content(1, 200_000).putInto(blobs, "key");
    Content second = new Content(2, 100);
    second.putInto(blobs, "key");
    second.checkIn(blobs, "key");
  }

  @Case
  void whatIsFinishedIsSeenThroughAnotherDriver() {
    Blobs other = subject.sibling().require(BLOB_BASIC);
    for (int i = 0; i < 10; i++) {
      Content content = new Content(i, 1_000 + i);
      content.putInto(blobs, "key");
      content.checkIn(other, "key");
    }
    other.delete("key");
    assertThat(blobs.head("key")).isEmpty();
  }

  @Case
  void aRangeGivesExactlyItsBytes() {
    for (long size : List.of(1_000L, LARGE)) {
      Content content = new Content(3, size);
      content.putInto(blobs, "key");
      content.checkIn(blobs, "key", new BlobRange(0, 1));
      content.checkIn(blobs, "key", new BlobRange(1, 1));
      content.checkIn(blobs, "key", new BlobRange(10, 500));
      content.checkIn(blobs, "key", BlobRange.from(size - 1));
      content.checkIn(blobs, "key", BlobRange.from(size / 2));
      content.checkIn(blobs, "key", new BlobRange(0, size));
    }
  }

  @Case
  void whatOfARangeLiesPastTheEndIsLeftOut() {
    Content content = new Content(4, 1_000);
    content.putInto(blobs, "key");
    content.checkIn(blobs, "key", new BlobRange(990, 11));
    content.checkIn(blobs, "key", new BlobRange(999, 1_000_000));
    content.checkIn(blobs, "key", BlobRange.from(1_000));
    content.checkIn(blobs, "key", new BlobRange(5_000, 1));
    Content empty = new Content(4, 0);
    empty.putInto(blobs, "empty");
    empty.checkIn(blobs, "empty", new BlobRange(0, 1));
    assertThat(blobs.get("absent", BlobRange.from(1))).isEmpty();
  }

  @Case
  void whatIsStoredBesideItIsKept() {
    BlobOptions options =
        BlobOptions.none()
            .withContentType("text/plain")
            .with("author", "J\u00f3n \u65e5\u672c \ud83d\ude00")
            .with("percent", "100% =2E %41 a+b")
            .with("spaces", " two  before and after ")
            .with("empty", "")
            .with("a-b-1", "x");
    put("key", options, new Content(5, 10));
    assertThat(info("key").options()).isEqualTo(options);
    try (BlobReader reader = blobs.get("key", BlobRange.from(3)).orElseThrow()) {
      assertThat(reader.info()).isEqualTo(info("key"));
    }
    put("key", options, new Content(5, LARGE));
    assertThat(info("key").options()).as("of a large one").isEqualTo(options);
    put("key", BlobOptions.none(), new Content(5, 10));
    assertThat(info("key").options()).as("of what replaces it").isEqualTo(BlobOptions.none());
  }

  @Case
  void asMuchMetadataAsIsAllowedFits() {
    int most = subject.traits(BLOB_BASIC).get(MAX_METADATA_BYTES);
    BlobOptions full = BlobOptions.none().with("n", "\u00e9".repeat((most - 1) / 2));
    put("key", full, new Content(6, 1));
    assertThat(info("key").options()).isEqualTo(full);
    BlobOptions more = BlobOptions.none().with("n", "x".repeat(most));
    Expect.refusal(ErrorKind.TOO_LARGE, () -> blobs.put("key", more));
  }

  @Case
  void eachContentHasItsVersion() {
    Version first = new Content(7, 100).putInto(blobs, "key");
    assertThat(info("key").version()).isEqualTo(first);
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      assertThat(reader.info().version()).isEqualTo(first);
    }
    Version second = new Content(8, LARGE).putInto(blobs, "key");
    assertThat(second).isNotEqualTo(first);
    assertThat(info("key").version()).isEqualTo(second);
    assertThat(info("key").size()).isEqualTo(LARGE);
  }

  @Case
  void deletingTheAbsentSucceeds() {
    blobs.delete("never there");
    new Content(1, 1).putInto(blobs, "key");
    blobs.delete("key");
    blobs.delete("key");
    assertThat(blobs.head("key")).isEmpty();
    assertThat(blobs.get("key")).isEmpty();
    new Content(2, 5).putInto(blobs, "key");
    new Content(2, 5).checkIn(blobs, "key");
  }

  @Case
  void whatIsDeletedTogetherIsGone() {
    List<String> keys = List.of("a", "b/c", "d e", "\u00e9&<>\"'");
    keys.forEach(key -> new Content(1, 3).putInto(blobs, key));
    new Content(1, 3).putInto(blobs, "kept");
    assertThat(blobs.deleteAll(List.of("a", "b/c", "d e", "\u00e9&<>\"'", "never there")))
        .isEmpty();
    assertThat(keys).allSatisfy(key -> assertThat(blobs.head(key)).isEmpty());
    assertThat(blobs.head("kept")).isPresent();
    assertThat(blobs.deleteAll(List.of())).isEmpty();
  }

  @Case
  void oddKeysAreKeptApart() {
    List<String> keys =
        OddNames.ALL.stream().filter(key -> OddNames.bytes(key).length <= longest()).toList();
    keys.forEach(key -> blobs.put(key, OddNames.bytes(key)));
    for (String key : keys) {
      assertThat(text(key)).as("blob <%s>", key).isEqualTo(key);
      blobs.delete(key);
      assertThat(blobs.head(key)).as("still there: <%s>", key).isEmpty();
    }
  }

  @Case
  void theLongestKeyFits() {
    int most = longest();
    for (String longest : List.of("k".repeat(most), "\u00e9".repeat(most / 2))) {
      blobs.put(longest, Values.of("long"));
      assertThat(text(longest)).isEqualTo("long");
    }
    String longer = "k".repeat(most + 1);
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.put(longer));
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.get(longer));
    for (String key : List.of("", "\ud83d", "a\ude00b")) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.put(key));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.get(key));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.head(key));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.delete(key));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> blobs.deleteAll(List.of("a", key)));
    }
  }

  /** The most bytes of a key beside the namespace. */
  private int longest() {
    return subject.traits(BLOB_BASIC).get(MAX_KEY_BYTES) - subject.namespace().length() - 1;
  }

  @Case
  void namespacesAreKeptApart() {
    Blobs theirs = subject.neighbour().require(BLOB_BASIC);
    new Content(1, 10).putInto(blobs, "key");
    assertThat(theirs.head("key")).isEmpty();
    new Content(2, 20).putInto(theirs, "key");
    new Content(1, 10).checkIn(blobs, "key");
    assertThat(blobs.list("").toList()).hasSize(1);
    theirs.delete("key");
    assertThat(blobs.head("key")).isPresent();
  }

  @Case
  void nothingHappensPastTheDeadline() {
    new Content(1, 10).putInto(blobs, "kept");
    Expect.refusalPastTheDeadline(() -> blobs.put("key", Values.of("value")));
    Expect.refusalPastTheDeadline(() -> blobs.delete("kept"));
    Expect.refusalPastTheDeadline(() -> blobs.get("kept"));
    Expect.refusalPastTheDeadline(() -> blobs.head("kept"));
    assertThat(blobs.head("key")).isEmpty();
    assertThat(blobs.head("kept")).isPresent();
  }

  @Case
  void anInterruptIsKeptAndHarmsNothing() {
    new Content(1, 10).putInto(blobs, "key");
    Expect.interruptIsKept(() -> blobs.head("key"));
    Expect.interruptIsKept(() -> blobs.put("other", Values.of("value")));
    new Content(1, 10).checkIn(blobs, "key");
    new Content(2, 10).putInto(blobs, "key");
    new Content(2, 10).checkIn(blobs, "key");
  }

  @Case
  void manyThreadsMayUseIt() {
    Crowd.run(
        16,
        i -> {
          for (int round = 0; round < 5; round++) {
            Content content = new Content(i * 100 + round, 70_000 + i);
            content.putInto(blobs, "own " + i);
            content.checkIn(blobs, "own " + i);
            new Content(i, 500).putInto(blobs, "shared");
            assertThat(info("shared").size()).isEqualTo(500);
          }
        });
  }

  private void put(String key, BlobOptions options, Content content) {
    try (BlobWriter writer = blobs.put(key, options)) {
      content.writeTo(writer);
      assertThat(writer.finish()).isPresent();
    }
  }

  private BlobInfo info(String key) {
    BlobInfo info = blobs.head(key).orElseThrow();
    assertThat(info.key()).isEqualTo(key);
    return info;
  }

  private String text(String key) {
    try (BlobReader reader = blobs.get(key).orElseThrow()) {
      byte[] all = new byte[2_000];
      int read = 0;
      for (int n = 0; n >= 0; n = reader.read(all, read, all.length - read)) {
        read += n;
      }
      return Values.text(Arrays.copyOf(all, read));
    }
  }
}
