package io.patternsdk.concurrency.fanout;

import static io.patternsdk.concurrency.fixtures.Inputs.numbers;
import static io.patternsdk.concurrency.fixtures.Inputs.odd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.fixtures.Inputs;
import io.patternsdk.concurrency.internal.BulkTask;
import io.patternsdk.concurrency.internal.CompletionPolicy;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private final FanOut fanOut = FanOut.bounded(4);

  /** Blocks until interrupted. */
  private static <T> T hang(CountDownLatch interrupted) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("unreachable");
    } finally {
      interrupted.countDown();
    }
  }

  @Test
  void resultsComeInTheOrderOfTheInputs() {
    Report<Integer> report = fanOut.all(numbers(1_000), number -> number * 2);
    assertThat(report.values())
        .isEqualTo(IntStream.range(0, 1_000).map(n -> n * 2).boxed().toList());
    assertThat(report.allSucceeded()).isTrue();
  }

  @Test
  void whatItHasDoneIsCountedAndTold() {
    Heard heard = new Heard();
    FanOut told = FanOut.named("f").bound(2).listener(heard).build();
    told.all(numbers(10), Inputs::odd);
    assertThat(told.snapshot()).isEqualTo(new FanOutSnapshot(2, 10, 5, 0));
    FanOut one = FanOut.named("g").bound(1).listener(heard).build();
    one.failFast(numbers(10), Inputs::odd);
    assertThat(one.snapshot()).isEqualTo(new FanOutSnapshot(1, 10, 1, 9));
    assertThat(heard.events)
        .containsExactly("f: 10, 5 failed, 0 unfinished", "g: 10, 1 failed, 9 unfinished");
  }

  @Test
  void everyFailureIsKeptInItsPlace() {
    Report<Integer> report = fanOut.all(numbers(100), Inputs::odd);
    assertThat(report.failures()).hasSize(50);
    assertThat(report.values()).hasSize(50);
    assertThatThrownBy(() -> report.results().get(42).orThrow()).hasRootCauseMessage("even: 42");
    assertThat(report.results().get(43).orThrow()).isEqualTo(43);
  }

  @Test
  void anErrorIsAResultToo() {
    Report<Integer> report =
        fanOut.all(
            numbers(2),
            number -> {
              throw new StackOverflowError();
            });
    assertThat(report.failures()).hasSize(2).hasOnlyElementsOfType(StackOverflowError.class);
    assertThatThrownBy(report.results().getFirst()::orThrow).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void nothingAndAResultAreValuesToo() {
    Result<Integer> failure = new Result.Failure<>(new IOException());
    Report<Object> report = fanOut.all(numbers(2), number -> number == 0 ? null : failure);
    assertThat(report.allSucceeded()).isTrue();
    assertThat(report.values()).containsExactly(null, failure);
    assertThat(report.failures()).isEmpty();
  }

  @Test
  void noMoreThanTheBoundWorkAtATimeAndAsManyDo() {
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(4);
    Report<Integer> report =
        fanOut.all(
            numbers(40),
            number -> {
              most.accumulateAndGet(working.incrementAndGet(), Math::max);
              together.await();
              return working.decrementAndGet();
            });
    assertThat(report.allSucceeded()).isTrue();
    assertThat(most).hasValue(4);
  }

  @Test
  void asManyWorkAtATimeBeforeAndAfterTrivialOnes() {
    CyclicBarrier together = new CyclicBarrier(4);
    for (int round = 0; round < Rounds.count() * 10; round++) {
      int trivial = round * 1_000;
      Report<Integer> report =
          fanOut.all(
              numbers(trivial + 8),
              number -> number < 4 || number >= trivial + 4 ? together.await() : number);
      assertThat(report.allSucceeded()).isTrue();
    }
  }

  @Test
  void ifTheSecondWorkerCannotBeCalledTheFirstIsStopped() {
    List<Runnable> called = new ArrayList<>();
    BulkTask<Integer, Integer> bulk =
        new BulkTask<>(numbers(2), number -> number, CompletionPolicy.EVERY_RESULT);
    assertThatThrownBy(() -> bulk.begin(2, worker -> callOnce(called, worker)))
        .isInstanceOf(OutOfMemoryError.class);
    called.forEach(Runnable::run);
    assertThat(bulk.await().results()).containsOnly(new Result.Unfinished<>(false));
  }

  private static void callOnce(List<Runnable> called, Runnable worker) {
    if (!called.isEmpty()) {
      throw new OutOfMemoryError("no thread");
    }
    called.add(worker);
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(fanOut.all(List.of(), Inputs::odd).results()).isEmpty();
    assertThat(fanOut.first(List.of(), Inputs::odd).results()).isEmpty();
  }

  @Test
  void theFirstSuccessCancelsTheLosers() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(3);
    CountDownLatch hanging = new CountDownLatch(3);
    Report<Integer> report =
        fanOut.first(
            numbers(9),
            number -> {
              if (number == 3) {
                hanging.await();
                return number;
              }
              hanging.countDown();
              return hang(interrupted);
            });
    assertThat(report.values()).containsExactly(3);
    interrupted.await();
    assertThat(report.results().get(8)).isEqualTo(new Result.Unfinished<>(false));
    assertThat(report.results().get(0)).isEqualTo(new Result.Unfinished<>(true));
  }

  @Test
  void aQuorumNeedsSoManySuccesses() {
    Report<Integer> report = fanOut.quorum(5, numbers(20), Inputs::odd);
    assertThat(report.values()).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void aQuorumThatCannotBeReachedEndsAtOnce() {
    AtomicInteger calls = new AtomicInteger();
    Report<Integer> report =
        FanOut.bounded(1)
            .quorum(
                9,
                numbers(10),
                number -> {
                  calls.incrementAndGet();
                  throw new IOException();
                });
    assertThat(calls).hasValue(2);
    assertThat(report.failures()).hasSize(2);
    assertThat(report.unfinished()).isEqualTo(8);
  }

  @Test
  void failFastStopsAtTheFirstFailure() {
    Report<Integer> report = FanOut.bounded(1).failFast(numbers(10), number -> odd(number + 1));
    assertThat(report.results().get(1)).isInstanceOf(Result.Failure.class);
    assertThat(report.unfinished()).isEqualTo(8);
  }

  @Test
  void theReportAtTheDeadlineIsPartial() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Report<Integer> report =
        Deadline.within(
            SHORT,
            () ->
                fanOut.all(
                    numbers(5),
                    number -> number == 2 ? hang(interrupted) : Integer.valueOf(number)));
    assertThat(report.values()).containsExactly(0, 1, 3, 4);
    assertThat(report.results().get(2)).isEqualTo(new Result.Unfinished<>(true));
    assertThat(Failures.kind(() -> report.results().get(2).orThrow()))
        .isEqualTo(ErrorKind.CANCELLED);
    interrupted.await();
  }

  @Test
  void aReportDoesNotChangeWhenLateWorkEnds() throws Exception {
    Semaphore late = new Semaphore(0);
    CompletableFuture<Thread> loser = new CompletableFuture<>();
    Report<Integer> report =
        fanOut.first(
            numbers(2),
            number -> {
              if (number == 0) {
                loser.complete(Thread.currentThread());
                late.acquireUninterruptibly();
              }
              return number;
            });
    late.release();
    loser.get().join();
    assertThat(report.results())
        .containsExactly(new Result.Unfinished<>(true), new Result.Success<>(1));
  }

  @Test
  void whatIsReportedAsNotBegunNeverBegins() {
    Map<Integer, Report<Integer>> reports = new HashMap<>();
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    for (int round = 0; round < Rounds.count() * 1_000; round++) {
      int first = round * 10;
      List<Integer> inputs = IntStream.range(first, first + 10).boxed().toList();
      reports.put(first, fanOut.first(inputs, number -> begun.add(number) ? number : -1));
    }
    reports.forEach(
        (first, report) -> {
          for (int i = 0; i < 10; i++) {
            boolean spared = report.results().get(i).equals(new Result.Unfinished<>(false));
            assertThat(spared && begun.contains(first + i)).isFalse();
          }
        });
  }

  @Test
  void eachPieceRunsUnderTheCallersDeadline() {
    Report<Boolean> report =
        Deadline.within(
            Duration.ofMinutes(1),
            () -> fanOut.all(numbers(8), number -> Deadline.current().bounded()));
    assertThat(report.values()).hasSize(8).containsOnly(true);
  }

  @Test
  void anInterruptOfTheCallerReachesThoseAtWork() throws Exception {
    CountDownLatch hanging = new CountDownLatch(4);
    CountDownLatch interrupted = new CountDownLatch(4);
    CompletableFuture<ErrorKind> kind = new CompletableFuture<>();
    Step<Integer, Integer> step =
        number -> {
          hanging.countDown();
          return hang(interrupted);
        };
    Thread caller =
        Thread.startVirtualThread(
            () -> kind.complete(Failures.kind(() -> fanOut.all(numbers(9), step))));
    hanging.await();
    caller.interrupt();
    assertThat(kind.get()).isEqualTo(ErrorKind.CANCELLED);
    interrupted.await();
  }

  @Test
  void anInterruptedCallerCancelsAll() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(4);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> fanOut.all(numbers(9), number -> hang(interrupted)))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }
}
