package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a walk over blobs promises. */
final class BlobListContract {
  private static final int WRITERS = 10;
  private static final int EACH = 105; // together more than any server puts into one page

  private final Blobs blobs;

  BlobListContract(Subject subject) {
    this.blobs = subject.require(BLOB_BASIC);
  }

  @Case
  void whereNothingIsNothingIsListed() {
    assertThat(blobs.list("").toList()).isEmpty();
    blobs.put("a", Values.of("value"));
    assertThat(blobs.list("b").toList()).isEmpty();
  }

  @Case
  void eachIsListedWithItsSizeAndVersion() {
    Version one = new Content(1, 1_000).putInto(blobs, "one");
    Version empty = new Content(1, 0).putInto(blobs, "empty");
    List<BlobEntry> all = blobs.list("").toList();
    assertThat(all)
        .extracting(BlobEntry::key, BlobEntry::size, BlobEntry::version)
        .containsExactlyInAnyOrder(tuple("one", 1_000L, one), tuple("empty", 0L, empty));
    assertThat(all)
        .allSatisfy(
            entry -> {
              var told = blobs.head(entry.key()).orElseThrow().entry().modified().toEpochMilli();
              assertThat(Math.abs(entry.modified().toEpochMilli() - told)).isLessThan(1_000);
            });
  }

  @Case
  void onlyWhatBeginsWithThePrefixIsListed() {
    List<String> keys =
        List.of("a", "a/", "a/b", "a/b/c", "ab", "b", "A", "a b", "\u00e9", "a%2Fb");
    keys.forEach(key -> blobs.put(key, Values.of(key)));
    for (String prefix : List.of("a", "a/", "a/b", "\u00e9", "a%", "a ", "A", "a/b/c", "c")) {
      assertThat(blobs.list(prefix).toList())
          .as("prefix <%s>", prefix)
          .extracting(BlobEntry::key)
          .containsExactlyInAnyOrderElementsOf(
              keys.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  @Case
  void allAreListedOnceInPagesWhileOthersComeAndGo() {
    Crowd.run(
        WRITERS,
        i -> {
          for (int each = 0; each < EACH; each++) {
            blobs.put("stays/" + i + "/" + each, new byte[0]);
          }
        });
    Set<String> seen = new HashSet<>();
    int pages = 0;
    try (Scan<BlobEntry> walk = blobs.list("stays/")) {
      for (List<BlobEntry> page = walk.nextPage(); !page.isEmpty(); page = walk.nextPage()) {
        blobs.put("stays/come/" + ++pages, new byte[0]);
        for (BlobEntry entry : page) {
          assertThat(seen.add(entry.key())).as("again: %s", entry.key()).isTrue();
        }
      }
    }
    seen.removeIf(key -> key.startsWith("stays/come/"));
    assertThat(seen).hasSize(WRITERS * EACH);
  }
}
