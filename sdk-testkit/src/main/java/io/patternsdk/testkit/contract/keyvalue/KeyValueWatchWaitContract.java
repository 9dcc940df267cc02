package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent.Put;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.Values;
import io.patternsdk.testkit.contract.internal.Waiting;
import java.time.Duration;
import java.util.List;

/** What {@link KeyWatch#poll} promises of waiting. */
final class KeyValueWatchWaitContract {
  private final Subject subject;

  KeyValueWatchWaitContract(Subject subject) {
    this.subject = subject;
  }

  /** A watch that has said all that is there. */
  private KeyWatch watch(Backend backend) {
    KeyWatch watch = subject.closing(backend.require(KEYVALUE_WATCH).watch(""));
    new WatchedView(subject, watch).current();
    return watch;
  }

  private void set(String key) {
    subject.require(KEYVALUE_BASIC).set(key, Values.of("value"));
  }

  private Waiting<WatchBatch> waiting(KeyWatch watch) {
    return Waiting.on(subject, () -> watch.poll(10, Waiting.VERY_LONG));
  }

  private static void checkBrought(String key, WatchBatch batch) {
    assertThat(batch.events()).hasSize(1);
    assertThat(batch.events().getFirst())
        .isInstanceOfSatisfying(Put.class, put -> assertThat(put.key()).isEqualTo(key));
  }

  @Case
  void aWaitWithoutAnEventEndsEmptyAndNeverEarly() {
    checkWait(subject.backend(), Duration.ofMillis(200));
  }

  @Case
  void aWaitMayBeLongerThanTheOperationTimeout() {
    checkWait(subject.impatient(Duration.ofMillis(500)), Duration.ofMillis(1_200));
  }

  private void checkWait(Backend backend, Duration wait) {
    KeyWatch watch = watch(backend);
    long start = System.nanoTime();
    assertThat(watch.poll(1, wait).events()).isEmpty();
    NeverEarly.waited(start, wait);
  }

  @Case
  void aChangeWakesWhoWaits() {
    Waiting<WatchBatch> waiting = waiting(watch(subject.backend()));
    subject.sibling().require(KEYVALUE_BASIC).set("key", Values.of("value"));
    checkBrought("key", waiting.result());
  }

  @Case
  void oneChangeWakesAllWhoWait() {
    List<Waiting<WatchBatch>> all =
        List.of(
            waiting(watch(subject.backend())),
            waiting(watch(subject.sibling())),
            waiting(watch(subject.backend())));
    set("key");
    assertThat(all).allSatisfy(each -> checkBrought("key", each.result()));
  }

  @Case
  void whoHasWaitedWaitsAgain() {
    KeyWatch watch = watch(subject.backend());
    for (int round = 0; round < 3; round++) {
      Waiting<WatchBatch> waiting = waiting(watch);
      set("key " + round);
      checkBrought("key " + round, waiting.result());
    }
  }

  @Case
  void aWaitEndsEmptyAtTheDeadline() {
    KeyWatch watch = watch(subject.backend());
    WatchBatch batch =
        Waiting.until(Duration.ofMillis(200), subject, () -> watch.poll(10, Waiting.VERY_LONG));
    assertThat(batch.events()).isEmpty();
  }

  @Case
  void anInterruptEndsAWaitAndLosesNothing() {
    KeyWatch watch = watch(subject.backend());
    Waiting<WatchBatch> waiting = waiting(watch);
    waiting.thread().interrupt();
    Expect.thrown(ErrorKind.CANCELLED, catchThrowable(waiting::result));
    assertThat(waiting.flag().join()).as("interrupt flag after the call").isTrue();
    Waiting<WatchBatch> again = waiting(watch);
    set("key");
    checkBrought("key", again.result());
  }

  @Case
  void closingTheWatchEndsItsWait() {
    KeyWatch watch = watch(subject.backend());
    Waiting<WatchBatch> waiting = waiting(watch);
    watch.close();
    checkEnded(waiting);
  }

  @Case
  void closingTheDriverEndsAWait() {
    Backend own = subject.fresh();
    Waiting<WatchBatch> waiting = waiting(watch(own));
    own.close();
    checkEnded(waiting);
  }

  private static void checkEnded(Waiting<WatchBatch> waiting) {
    Throwable thrown = catchThrowable(() -> assertThat(waiting.result().events()).isEmpty());
    if (thrown != null) {
      Expect.thrown(ErrorKind.CLOSED, thrown);
    }
  }
}
