package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.CREATED;
import static io.patternsdk.core.merge.Lifecycle.ENDED;
import static io.patternsdk.core.merge.Lifecycle.GROUP;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.testkit.contract.merge.Patches.at;
import static io.patternsdk.testkit.contract.merge.Patches.created;
import static io.patternsdk.testkit.contract.merge.Patches.expired;
import static io.patternsdk.testkit.contract.merge.Patches.later;
import static io.patternsdk.testkit.contract.merge.Patches.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which records are listed. */
final class RecordListContract {
  private final Subject subject;
  private final KeyValueMerge records;

  RecordListContract(Subject subject) {
    this.subject = subject;
    this.records = subject.require(KEYVALUE_MERGE);
  }

  private List<String> keys(RecordQuery query) {
    List<String> keys = new ArrayList<>();
    RecordPage page = records.list(query);
    page.records().forEach(item -> keys.add(item.key()));
    while (page.next().isPresent()) {
      page = records.list(query.after(page.next()));
      page.records().forEach(item -> keys.add(item.key()));
    }
    return keys;
  }

  private List<String> group(String group) {
    return keys(RecordQuery.alive(100).in(group));
  }

  @Case
  void whatIsAliveIsListedWithItsFields() {
    records.merge("pending", at(1).set("field", "x").build());
    records.merge("alive", created(1).set("field", "value").build());
    records.merge("expired", expired(1).build());
    records.merge("ended", created(1).set(ENDED, "logout").build());
    RecordPage page = records.list(RecordQuery.alive(10));
    assertThat(page.records()).extracting(RecordPage.Item::key).containsExactly("alive");
    assertThat(page.records().getFirst().record().text("field")).hasValue("value");
    assertThat(page.next()).isEmpty();
  }

  @Case
  void pagesHaveEachOnce() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      String key = "key-" + i;
      all.add(key);
      records.merge(key, created(1, "group").build());
      records.merge("other-" + i, created(1, "other").build());
    }
    assertThat(keys(RecordQuery.alive(7).in("group"))).containsExactlyInAnyOrderElementsOf(all);
    assertThat(keys(RecordQuery.alive(7).startingWith("key-")))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(keys(RecordQuery.alive(7))).hasSize(50).doesNotHaveDuplicates();
    assertThat(records.list(RecordQuery.alive(7)).records()).hasSizeLessThanOrEqualTo(7);
  }

  @Case
  void aGroupFollowsWhatItsFieldHolds() {
    records.merge("key", created(1, "first").build());
    assertThat(group("first")).containsExactly("key");
    records.merge("key", at(3).set(GROUP, "second").build());
    assertThat(group("first")).isEmpty();
    assertThat(group("second")).containsExactly("key");
    records.merge("key", at(2).set(GROUP, "late").build());
    assertThat(group("late")).isEmpty();
    assertThat(group("second")).containsExactly("key");
    records.merge("key", at(4).remove(GROUP).build());
    assertThat(group("second")).isEmpty();
    assertThat(keys(RecordQuery.alive(10))).containsExactly("key");
  }

  @Case
  void aGroupHasWhatIsThereAndNothingElse() {
    records.merge("key", at(1).set(GROUP, "group").build());
    assertThat(group("group")).isEmpty();
    records.merge("key", created(2).build());
    assertThat(group("group")).containsExactly("key");
    records.merge("key", at(3).set(ENDED, "logout").build());
    assertThat(group("group")).isEmpty();
    records.merge("key", at(4).set(GROUP, "group").build());
    assertThat(group("group")).isEmpty();
  }

  @Case
  void groupsAreKeptApart() {
    List<String> groups = List.of("a", "A", "a b", "ab", "*", "a*", "é", "a:b", "a.b", "😀");
    for (String group : groups) {
      records.merge("of " + group, created(1, group).build());
    }
    for (String group : groups) {
      assertThat(group(group)).as(group).containsExactly("of " + group);
    }
  }

  @Case
  void oddKeysAreListed() {
    for (String key : OddNames.ALL) {
      records.merge(key, created(1, "odd").build());
    }
    assertThat(keys(RecordQuery.alive(9).in("odd")))
        .containsExactlyInAnyOrderElementsOf(OddNames.ALL);
    assertThat(keys(RecordQuery.alive(9))).containsExactlyInAnyOrderElementsOf(OddNames.ALL);
  }

  @Case
  void whatHasExpiredIsListedUntilItIsEnded() {
    records.merge("alive", created(1).build());
    records.merge("first", expired(1).build());
    records.merge("second", expired(1).build());
    records.merge("revived", expired(1).build());
    records.merge("revived", at(2).set(ACCESSED, later()).build());
    assertThat(keys(RecordQuery.expired(10))).containsExactlyInAnyOrder("first", "second");
    assertThat(records.list(RecordQuery.expired(1)).records()).hasSize(1);
    records.merge("first", at(2).set(ENDED, "expired").build());
    assertThat(keys(RecordQuery.expired(10))).containsExactly("second");
  }

  @Case
  void whatExpiresLaterIsListedOnceItHas() {
    records.merge("key", created(1).set(ACCESSED, later()).set("~idle", 1_000).build());
    assertThat(keys(RecordQuery.expired(10))).isEmpty();
    records.merge("key", at(2).set(ACCESSED, 1).build());
    assertThat(keys(RecordQuery.expired(10))).containsExactly("key");
  }

  @Case
  void whatIsThereIsCounted() {
    assertThat(records.count("", Optional.empty())).isZero();
    for (int i = 0; i < 12; i++) {
      records.merge("key-" + i, created(1, i < 5 ? "few" : "many").build());
    }
    records.merge("pending", at(1).set("field", "x").build());
    records.merge("ended", created(1, "few").set(ENDED, "logout").build());
    records.merge("key-0", at(2).set(GROUP, "many").build());
    assertThat(records.count("", Optional.empty())).isEqualTo(12);
    assertThat(records.count("key-1", Optional.empty())).isEqualTo(3);
    assertThat(records.count("", Optional.of("few"))).isEqualTo(4);
    assertThat(records.count("key-1", Optional.of("many"))).isEqualTo(2);
    assertThat(records.count("", Optional.of("none"))).isZero();
    subject.neighbour().require(KEYVALUE_MERGE).merge("theirs", created(1, "few").build());
    assertThat(records.count("", Optional.of("few"))).isEqualTo(4);
    assertThat(records.count("", Optional.empty())).isEqualTo(12);
  }

  @Case
  void aNeighbourIsNotListed() {
    KeyValueMerge neighbour = subject.neighbour().require(KEYVALUE_MERGE);
    neighbour.merge("theirs", created(1, "group").build());
    neighbour.merge("old", expired(1).build());
    records.merge("mine", created(1, "group").build());
    assertThat(group("group")).containsExactly("mine");
    assertThat(keys(RecordQuery.alive(10))).containsExactly("mine");
    assertThat(keys(RecordQuery.expired(10))).isEmpty();
    assertThat(there(records.read("mine")).number(CREATED)).isEqualTo(1);
  }
}
