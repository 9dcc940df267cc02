package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyValueWatch.Resumption;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Put;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.core.keyvalue.WatchEvent.Removed;
import io.patternsdk.core.keyvalue.WatchEvent.Resync;
import io.patternsdk.core.keyvalue.WatchEvent.Synced;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link KeyValueWatch} promises. */
final class KeyValueWatchContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MANY = 500;

  private final Subject subject;
  private final KeyValue values;
  private final KeyValueWatch watches;

  KeyValueWatchContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.watches = subject.require(KEYVALUE_WATCH);
  }

  private WatchedView watch(String prefix) {
    return new WatchedView(subject, subject.closing(watches.watch(prefix)));
  }

  private void set(String key, String value) {
    values.set(key, Values.of(value));
  }

  @Case
  void aWatchOfNothingIsSyncedAtOnce() {
    assertThat(watch("").current().events).containsExactly(new Resync(), new Synced());
  }

  @Case
  void aWatchBeginsWithWhatIsThere() {
    Map<String, String> all = fill(MANY);
    WatchedView view = watch("").current();
    assertThat(view.values).isEqualTo(all);
    assertThat(view.events.getFirst()).isEqualTo(new Resync());
    assertThat(view.events.getLast()).isEqualTo(new Synced());
    assertThat(view.events).hasSize(MANY + 2);
  }

  @Case
  void whatIsThereComesInAsManyPollsAsItTakes() {
    Map<String, String> all = fill(20);
    WatchedView view = watch("").current(1);
    assertThat(view.values).isEqualTo(all);
    assertThat(view.resyncs()).isEqualTo(1);
  }

  @Case
  void whatChangesComesAfterIt() {
    set("stays", "as it is");
    WatchedView view = watch("").current();
    subject.sibling().require(KEYVALUE_BASIC).set("new", Values.of("one"));
    assertThat(view.current().values).containsEntry("new", "one");
    set("new", "two");
    assertThat(view.current().values)
        .containsEntry("new", "two")
        .containsEntry("stays", "as it is");
    assertThat(view.resyncs()).isEqualTo(1);
    assertThat(view.events).filteredOn(e -> e instanceof Put p && p.key().equals("new")).hasSize(2);
  }

  @Case
  void whatIsDeletedIsRemovedAndSaidSo() {
    set("key", "value");
    WatchedView view = watch("").current();
    assertThat(values.delete("key")).isTrue();
    assertThat(view.current().values).isEmpty();
    assertThat(removals(view)).extracting(Removed::key).containsExactly("key");
    assertThat(removals(view)).extracting(Removed::reason).doesNotContain(Reason.EXPIRED);
    set("key", "again");
    assertThat(view.current().values).containsExactly(Map.entry("key", "again"));
  }

  @Case
  void deletingTheAbsentIsNoEvent() {
    WatchedView view = watch("").current();
    assertThat(values.delete("absent")).isFalse();
    assertThat(view.current().events).containsExactly(new Resync(), new Synced());
  }

  @Case
  void nothingIsMissedBetweenWhatIsThereAndWhatFollows() {
    fill(50);
    WatchedView view = watch("");
    var unused = view.poll(10, Duration.ZERO);
    Map<String, String> all = fill(100);
    for (int i = 0; i < 30; i++) {
      assertThat(values.delete(key(i))).isTrue();
      all.remove(key(i));
    }
    assertThat(view.current(7).values).isEqualTo(all);
  }

  @Case
  void onlyWhatBeginsWithThePrefixComes() {
    List<String> keys = List.of("user", "user:1", "user:2", "users", "use", "xuser", "User:1");
    WatchedView early = watch("user:").current();
    keys.forEach(key -> set(key, key));
    for (WatchedView view : List.of(early, watch("user:"))) {
      assertThat(view.current().values.keySet()).containsExactly("user:1", "user:2");
    }
    keys.forEach(values::delete);
    assertThat(early.current().values).isEmpty();
    assertThat(removals(early)).extracting(Removed::key).containsOnly("user:1", "user:2");
  }

  @Case
  void oddKeysComeAsTheyAre() {
    WatchedView early = watch("").current();
    OddNames.ALL.forEach(key -> set(key, key));
    assertThat(early.current().values.keySet()).containsExactlyInAnyOrderElementsOf(OddNames.ALL);
    assertThat(watch("").current().values).isEqualTo(early.values);
    OddNames.ALL.forEach(values::delete);
    assertThat(early.current().values).isEmpty();
  }

  @Case
  void namespacesAreKeptApart() {
    WatchedView view = watch("").current();
    subject.neighbour().require(KEYVALUE_BASIC).set("theirs", Values.of("value"));
    set("ours", "value");
    assertThat(view.current().values.keySet()).containsExactly("ours");
  }

  @Case
  void versionsAreThoseOfCompareAndSet() {
    subject
        .find(KEYVALUE_CAS)
        .ifPresent(
            cas -> {
              WatchedView view = watch("").current();
              Version first = cas.setIfAbsent("key", Values.of("one")).orElseThrow();
              assertThat(lastPut(view.current()).version()).isEqualTo(first);
              assertThat(lastPut(watch("").current()).version()).isEqualTo(first);
              Version seen = lastPut(view).version();
              Version next = cas.compareAndSet("key", seen, Values.of("two")).orElseThrow();
              assertThat(lastPut(view.current()).version()).isEqualTo(next);
              assertThat(cas.compareAndDelete("key", next)).isTrue();
              assertThat(view.current().values).isEmpty();
            });
  }

  @Case
  void everyWayToWriteIsSeen() {
    WatchedView view = watch("").current();
    Map<String, String> expected = new TreeMap<>();
    subject
        .find(KEYVALUE_BATCH)
        .ifPresent(
            batch -> {
              batch.setAll(Map.of("a", Values.of("1"), "b", Values.of("2"), "c", Values.of("3")));
              assertThat(view.current().values.keySet()).containsExactly("a", "b", "c");
              assertThat(batch.deleteAll(List.of("a", "b"))).isEqualTo(2);
              expected.put("c", "3");
              assertThat(view.current().values).isEqualTo(expected);
            });
    subject
        .find(KEYVALUE_CAS_TTL)
        .ifPresent(
            cas -> {
              assertThat(cas.setIfAbsent("d", Values.of("4"), HOUR)).isPresent();
              expected.put("d", "4");
            });
    subject
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              expiring.set("e", Values.of("5"), HOUR);
              assertThat(expiring.expire("e", HOUR)).isTrue();
              assertThat(expiring.persist("e")).isTrue();
              expected.put("e", "5");
            });
    assertThat(view.current().values).isEqualTo(expected);
  }

  @Case
  void whatExpiresIsRemovedAndNotSaidToBeDeleted() {
    subject
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              Duration shortest =
                  Durations.longer(
                      subject.traits(KEYVALUE_TTL).get(KeyValueTtl.MIN_TTL), Duration.ofMillis(50));
              WatchedView view = watch("").current();
              expiring.set("key", Values.of("value"), shortest);
              set("stays", "value");
              subject
                  .eventually()
                  .check(() -> assertThat(view.current().values).containsOnlyKeys("stays"));
              subject
                  .eventually()
                  .check(() -> assertThat(removedOrNever(view.current(), "key")).isTrue());
              assertThat(removals(view)).extracting(Removed::reason).doesNotContain(Reason.DELETED);
              set("key", "again");
              assertThat(view.current().values).containsEntry("key", "again");
            });
  }

  /** One that was seen has to be told of when it goes; a slow look may have come too late. */
  private static boolean removedOrNever(WatchedView view, String key) {
    boolean put = view.events.stream().anyMatch(e -> e instanceof Put p && p.key().equals(key));
    return !put || removals(view).stream().anyMatch(removed -> removed.key().equals(key));
  }

  @Case
  void manyChangesOfOneKeyEndWithTheLast() {
    WatchedView view = watch("").current();
    for (int i = 0; i < MANY; i++) {
      set("key", "value " + i);
    }
    assertThat(view.current().values).containsExactly(Map.entry("key", "value " + (MANY - 1)));
  }

  @Case
  void whoGoesOnAfterATokenMissesNothing() {
    Map<String, String> all = fill(20);
    WatchedView view = watch("").current();
    view.watch().close();
    for (int i = 0; i < 10; i++) {
      assertThat(values.delete(key(i))).isTrue();
      all.remove(key(i));
    }
    set("new", "value");
    all.put("new", "value");
    boolean anywhere = resumption() == Resumption.BACKEND;
    KeyValueWatch again = anywhere ? subject.sibling().require(KEYVALUE_WATCH) : watches;
    WatchToken token = new WatchToken(view.token().text());
    WatchedView resumed =
        WatchedView.resumed(subject, subject.closing(again.watch("", token)), view);
    assertThat(resumed.current().values).isEqualTo(all);
    assertThat(resumed.resyncs()).isEqualTo(resumption() == Resumption.NOBODY ? 1 : 0);
    set("newer", "value");
    assertThat(resumed.current().values).containsEntry("newer", "value");
  }

  private Resumption resumption() {
    return subject.traits(KEYVALUE_WATCH).get(KeyValueWatch.RESUMPTION);
  }

  @Case
  void aTokenThatNobodyGaveBeginsAnew() {
    Map<String, String> all = fill(10);
    for (String text : List.of("no-token", "1", "99999999999999999")) {
      WatchedView view =
          new WatchedView(subject, subject.closing(watches.watch("", new WatchToken(text))));
      assertThat(view.current().values).isEqualTo(all);
      assertThat(view.events.getFirst()).isEqualTo(new Resync());
    }
  }

  @Case
  void aTokenFromAmongWhatIsThereMayBeUsed() {
    Map<String, String> all = fill(20);
    WatchedView view = watch("");
    var unused = view.poll(5, Duration.ZERO);
    view.watch().close();
    WatchedView resumed =
        WatchedView.resumed(subject, subject.closing(watches.watch("", view.token())), view);
    assertThat(resumed.current().values).isEqualTo(all);
  }

  @Case
  void watchesGoThroughEachAtItsOwnPlace() {
    WatchedView one = watch("").current();
    set("a", "1");
    WatchedView two = watch("").current();
    set("b", "2");
    assertThat(one.current(1).values).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(two.current(1).values).isEqualTo(one.values);
  }

  @Case
  void aClosedWatchIsRefusedAndClosingAgainDoesNothing() {
    WatchedView view = watch("").current();
    view.watch().close();
    view.watch().close();
    Expect.failure(ErrorKind.CLOSED, () -> view.watch().poll(1, Duration.ZERO));
  }

  @Case
  void whatMakesNoSenseIsRefused() {
    WatchedView view = watch("");
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> view.watch().poll(0, Duration.ZERO));
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> view.watch().poll(1, Duration.ofMillis(-1)));
  }

  @Case
  void nothingIsPolledPastTheDeadline() {
    WatchedView view = watch("");
    Expect.refusalPastTheDeadline(() -> watches.watch(""));
    Expect.refusalPastTheDeadline(() -> view.watch().poll(1, Duration.ZERO));
  }

  private static List<Removed> removals(WatchedView view) {
    return view.events.stream().filter(Removed.class::isInstance).map(Removed.class::cast).toList();
  }

  private static Put lastPut(WatchedView view) {
    List<WatchEvent> puts = view.events.stream().filter(Put.class::isInstance).toList();
    return (Put) puts.getLast();
  }

  private static String key(int number) {
    return "key:" + number;
  }

  private Map<String, String> fill(int size) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      set(key(i), "value " + i);
      all.put(key(i), "value " + i);
    }
    return all;
  }
}
