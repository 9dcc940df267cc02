package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Latches;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What {@link KeyValueScan} promises. */
final class KeyValueScanContract {
  private static final int MANY = 5_000;

  private final Subject subject;
  private final KeyValue values;
  private final KeyValueScan scan;

  KeyValueScanContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.scan = subject.require(KEYVALUE_SCAN);
  }

  @Case
  void nothingIsFoundWhereNothingIs() {
    try (Scan<String> keys = scan.keys("")) {
      assertThat(keys.nextPage()).isEmpty();
      assertThat(keys.nextPage()).isEmpty();
    }
    assertThat(scan.entries("a").toList()).isEmpty();
    assertThat(scan.count("")).isZero();
  }

  @Case
  void theEmptyPrefixMeansAll() {
    fill(10);
    assertThat(scan.keys("").toList()).hasSize(10).doesNotHaveDuplicates();
    assertThat(scan.count("")).isEqualTo(10);
  }

  @Case
  void aPrefixSelectsWhatBeginsWithIt() {
    List<String> keys = List.of("user", "user:1", "user:2", "users", "use", "xuser", "User:1");
    keys.forEach(key -> values.set(key, Values.of(key)));
    assertThat(scan.keys("user").toList())
        .containsExactlyInAnyOrder("user", "user:1", "user:2", "users");
    assertThat(scan.keys("user:").toList()).containsExactlyInAnyOrder("user:1", "user:2");
    assertThat(scan.entries("user:1").toList())
        .containsExactly(new Entry("user:1", Values.of("user:1")));
    assertThat(scan.count("use")).isEqualTo(5);
    assertThat(scan.keys("user:10").toList()).isEmpty();
  }

  @Case
  void entriesCarryTheirValues() {
    values.set("empty", new byte[0]);
    values.set("binary", Values.EVERY_BYTE);
    assertThat(scan.entries("").toList())
        .containsExactlyInAnyOrder(
            new Entry("empty", new byte[0]), new Entry("binary", Values.EVERY_BYTE));
  }

  @Case
  void oddKeysAreFoundByAnyOfTheirPrefixes() {
    OddNames.ALL.forEach(key -> values.set(key, OddNames.bytes(key)));
    assertThat(scan.keys("").toList()).containsExactlyInAnyOrderElementsOf(OddNames.ALL);
    for (String prefix : OddNames.ALL) {
      List<String> expected = OddNames.ALL.stream().filter(k -> k.startsWith(prefix)).toList();
      assertThat(scan.keys(prefix).toList())
          .as("keys that begin with <%s>", prefix)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(scan.entries("").toList())
        .allSatisfy(entry -> assertThat(Values.text(entry.value())).isEqualTo(entry.key()));
  }

  @Case
  void eachKeyIsSeenExactlyOnceWhileOthersComeAndGo() {
    List<String> stable = fill(MANY);
    AtomicBoolean stop = new AtomicBoolean();
    Thread churn = Thread.startVirtualThread(() -> comeAndGo(stop));
    try {
      for (int round = 0; round < 2; round++) {
        assertThat(scan.keys("").toList().stream().filter(k -> k.startsWith("stable")))
            .as("keys seen in round %s", round)
            .containsExactlyInAnyOrderElementsOf(stable);
      }
      assertThat(scan.entries("stable").toList().stream().map(Entry::key))
          .containsExactlyInAnyOrderElementsOf(stable);
      assertThat(scan.count("stable")).isEqualTo(MANY);
    } finally {
      stop.set(true);
      Latches.join(churn);
    }
  }

  @Case
  void whatIsDeletedOnTheWayIsLeftOut() {
    List<String> keys = fill(1_000);
    List<Entry> seen = new ArrayList<>();
    try (Scan<Entry> entries = scan.entries("")) {
      seen.addAll(entries.nextPage());
      keys.subList(0, 500).forEach(values::delete);
      for (Entry entry : entries) {
        seen.add(entry);
      }
    }
    assertThat(seen).extracting(Entry::key).doesNotHaveDuplicates();
    assertThat(seen).extracting(Entry::key).containsAll(keys.subList(500, 1_000));
    assertThat(seen)
        .allSatisfy(entry -> assertThat(Values.text(entry.value())).isEqualTo(entry.key()));
  }

  @Case
  void aWalkMayBeGivenUp() {
    fill(1_000);
    for (int i = 0; i < 100; i++) {
      Scan<Entry> entries = scan.entries("");
      assertThat(entries.nextPage()).isNotEmpty();
      entries.close();
      entries.close();
      assertThatThrownBy(entries::nextPage).isInstanceOf(IllegalStateException.class);
    }
    assertThat(scan.keys("").toList()).hasSize(1_000);
  }

  @Case
  void walksMayRunSideBySide() {
    List<String> keys = fill(500);
    Crowd.run(
        16, i -> assertThat(scan.keys("").toList()).containsExactlyInAnyOrderElementsOf(keys));
  }

  @Case
  void namespacesAreKeptApart() {
    fill(5);
    KeyValueScan theirs = subject.neighbour().require(KEYVALUE_SCAN);
    assertThat(theirs.keys("").toList()).isEmpty();
    assertThat(theirs.count("")).isZero();
    subject.neighbour().require(KEYVALUE_BASIC).set("theirs", Values.of("value"));
    assertThat(theirs.keys("").toList()).containsExactly("theirs");
    assertThat(scan.keys("").toList()).hasSize(5).doesNotContain("theirs");
  }

  @Case
  void noPageIsReadPastTheDeadline() {
    fill(1);
    Expect.refusalPastTheDeadline(() -> scan.keys("").toList());
    Expect.refusalPastTheDeadline(() -> scan.count(""));
  }

  private List<String> fill(int size) {
    List<String> keys = IntStream.range(0, size).mapToObj(i -> "stable:" + i).toList();
    Crowd.run(
        16,
        part -> {
          for (int i = part; i < size; i += 16) {
            values.set(keys.get(i), Values.of(keys.get(i)));
          }
        });
    return keys;
  }

  private void comeAndGo(AtomicBoolean stop) {
    for (int i = 0; !stop.get(); i++) {
      values.set("passing:" + i, Values.of("value"));
      if (i >= 500) {
        values.delete("passing:" + (i - 500));
      }
    }
  }
}
