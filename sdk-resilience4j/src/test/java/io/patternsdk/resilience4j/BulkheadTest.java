package io.patternsdk.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(5);

  private static Bulkhead bulkhead(Duration wait) {
    return Bulkhead.of(
        "b", BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(wait).build());
  }

  private static BoundOperation bind(Bulkhead bulkhead) {
    return Bound.to(Resilience4jGuard.builder().bulkhead(bulkhead), Kind.WRITE);
  }

  private static int free(Bulkhead bulkhead) {
    return bulkhead.getMetrics().getAvailableConcurrentCalls();
  }

  @Test
  void aCallHoldsAPlaceAndGivesItBack() {
    Bulkhead bulkhead = bulkhead(Duration.ZERO);
    BoundOperation go = bind(bulkhead);
    assertThat(go.<Integer>call(() -> free(bulkhead))).isZero();
    assertThat(free(bulkhead)).isEqualTo(1);
  }

  @Test
  void theEventOfItsEndIsPublished() {
    Bulkhead bulkhead = bulkhead(Duration.ZERO);
    CompletableFuture<String> finished = new CompletableFuture<>();
    bulkhead.getEventPublisher().onCallFinished(e -> finished.complete(e.getBulkheadName()));
    bind(bulkhead).run(() -> {});
    assertThat(finished).isCompletedWithValue("b");
  }

  @Test
  void aFullOneRefusesAndLosesNoPlace() {
    Bulkhead bulkhead = bulkhead(SHORT);
    BoundOperation go = bind(bulkhead);
    bulkhead.acquirePermission();
    for (int i = 0; i < 5; i++) {
      assertThat(Bound.reason(() -> go.run(() -> {}))).isEqualTo(Rejection.FULL);
    }
    bulkhead.onComplete();
    go.run(() -> {});
    assertThat(free(bulkhead)).isEqualTo(1);
  }

  @Test
  void placesComeBackAfterFailuresAndErrors() {
    Bulkhead bulkhead = bulkhead(Duration.ZERO);
    BoundOperation go = bind(bulkhead);
    Bound.fails(go, ErrorKind.UNAVAILABLE);
    assertThatThrownBy(() -> go.run(() -> Bound.raise(new StackOverflowError())))
        .isInstanceOf(StackOverflowError.class);
    assertThat(free(bulkhead)).isEqualTo(1);
  }

  @Test
  void aWaitHoldsNoPlace() {
    Bulkhead bulkhead = bulkhead(Duration.ZERO);
    bulkhead.acquirePermission();
    BoundOperation receive = Bound.to(Resilience4jGuard.builder().bulkhead(bulkhead), Kind.RECEIVE);
    assertThat(receive.<String>call(receive.on("").waiting(LONG), () -> "in")).isEqualTo("in");
  }

  @Test
  void waitingEndsAtTheDeadlineAndLeavesNothingBehind() {
    Bulkhead bulkhead = bulkhead(LONG);
    BoundOperation go = bind(bulkhead);
    bulkhead.acquirePermission();
    assertThat(Bound.reason(() -> Deadline.within(SHORT, () -> go.run(() -> {}))))
        .isEqualTo(Rejection.DEADLINE);
    bulkhead.onComplete();
    Eventually.within(LONG).until(() -> free(bulkhead) == 1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aPlaceThatComesWithTheDeadlineIsGivenBack() {
    MovableClock clock = MovableClock.create();
    Bulkhead bulkhead = bulkhead(Duration.ZERO);
    bulkhead.getEventPublisher().onCallPermitted(e -> clock.advance(LONG));
    BoundOperation go = bind(bulkhead);
    assertThat(Bound.reason(() -> Deadline.after(LONG, clock).run(() -> go.call(() -> "in"))))
        .isEqualTo(Rejection.DEADLINE);
    assertThat(free(bulkhead)).isEqualTo(1);
  }

  @Test
  void aPlaceThatComesFreeBeforeTheDeadlineIsTaken() throws Exception {
    Bulkhead bulkhead = bulkhead(LONG.multipliedBy(2));
    BoundOperation go = bind(bulkhead);
    bulkhead.acquirePermission();
    CompletableFuture<String> waiting = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> Deadline.within(LONG, () -> waiting.complete(go.call(() -> "in"))));
    bulkhead.onComplete();
    assertThat(waiting.get()).isEqualTo("in");
    Eventually.within(LONG).until(() -> free(bulkhead) == 1);
  }

  @Test
  void anInterruptWhileWaitingIsCancelled() throws Exception {
    Bulkhead bulkhead = bulkhead(LONG);
    bulkhead.acquirePermission();
    assertThat(interruptedWhileWaiting(bind(bulkhead), Deadline.NONE)).isTrue();
    bulkhead.onComplete();
    assertThat(free(bulkhead)).isEqualTo(1);
  }

  @Test
  void anInterruptWhileWaitingForTheDeadlineIsCancelled() throws Exception {
    Bulkhead bulkhead = bulkhead(LONG);
    bulkhead.acquirePermission();
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    assertThat(interruptedWhileWaiting(bind(bulkhead), deadline)).isTrue();
    bulkhead.onComplete();
    Eventually.within(LONG).until(() -> free(bulkhead) == 1);
  }

  private static boolean interruptedWhileWaiting(BoundOperation go, Deadline deadline)
      throws InterruptedException, ExecutionException {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled =
        Bound.cancelledWithTheFlagSet(
            thread, () -> deadline.run(() -> go.<String>call(() -> "in")));
    thread.get().interrupt();
    return cancelled.get();
  }
}
