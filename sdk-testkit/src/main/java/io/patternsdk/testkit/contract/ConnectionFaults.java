package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health.Status;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.Latches;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What callers learn when connections are cut, stalled and refused, whatever the capabilities. */
final class ConnectionFaults {
  private static final Duration SHORT = Duration.ofMillis(100);

  private static final int TRIES = 5;
  private static final String RECONNECTS = "backend_reconnects_total";

  private final FaultSubject subject;

  ConnectionFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void anUnreachableServerIsNamedAndNothingIsLeftOpen() throws Exception {
    subject.proxy().refuse();
    Leaks.none(
        () -> {
          BackendException failure = Expect.failure(ErrorKind.UNAVAILABLE, () -> subject.open());
          assertThat(failure.effect()).isEqualTo(Effect.NONE);
          assertThat(failure).hasMessageContaining(":" + subject.proxy().port());
        });
  }

  @Case
  void aServerThatAcceptsAndIsSilentIsNamedAtTheDeadlineAndNothingIsLeftOpen() throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    subject.proxy().stall();
    Leaks.none(
        () -> {
          int tries = 1;
          while (!openingEndsInTime()) {
            assertThat(tries++).as("times that opening took longer").isLessThan(TRIES);
          }
          subject.proxy().heal(); // what it holds back are connections as well
        });
  }

  /**
   * Tells whether it ended nearer to the deadline than to the operation timeout: on a busy machine
   * one that keeps to its deadline may seem not to, but not each time.
   */
  private boolean openingEndsInTime() {
    long start = System.nanoTime();
    BackendException failure =
        Expect.failure(
            ErrorKind.TIMED_OUT, () -> Deadline.within(SHORT, () -> subject.open().close()));
    Duration taken = Durations.since(start);
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(failure).hasMessageContaining(":" + subject.proxy().port());
    return taken.compareTo(FaultSubject.OPERATION_TIMEOUT.dividedBy(2)) < 0;
  }

  @Case
  void whileDisconnectedNothingIsSent() {
    Backend backend = subject.backend();
    Map<String, Runnable> calls = subject.samples(backend);
    calls.values().forEach(Runnable::run);
    subject.proxy().refuse();
    subject.proxy().reset();
    calls.forEach((name, call) -> subject.eventually().check(() -> unsent(name, call)));
    assertThat(backend.health(Deadline.after(Duration.ofSeconds(1))).status())
        .isEqualTo(Status.DOWN);
    subject.proxy().heal();
    comesBack(backend);
  }

  private static void unsent(String name, Runnable call) {
    assertThat(Expect.failure(ErrorKind.UNAVAILABLE, call).effect())
        .as(name)
        .isEqualTo(Effect.NONE);
  }

  private void comesBack(Backend backend) {
    subject.samples(backend).values().forEach(call -> subject.eventually().check(call::run));
    assertThat(backend.health(Deadline.NONE).status()).isEqualTo(Status.UP);
  }

  @Case
  void aConnectionThatIsMadeAgainIsCountedByWhoCountsThem() {
    KeptMeters meters = new KeptMeters();
    try (Backend backend = subject.open(meters)) {
      assertThat(meters.publishes(RECONNECTS)).isEqualTo(subject.countsReconnects());
      if (subject.countsReconnects()) {
        comesBack(backend);
        double before = meters.read(RECONNECTS);
        subject.proxy().reset();
        subject.eventually().until("a count", () -> meters.read(RECONNECTS) > before);
        comesBack(backend);
      }
    }
  }

  @Case
  void withoutAnAnswerACallEndsAtItsDeadline() {
    Backend backend = subject.backend();
    Map<String, Runnable> calls = subject.samples(backend);
    oneIsSent(
        backend,
        () -> {
          Map<String, Effect> told = new LinkedHashMap<>();
          calls.forEach(
              (name, call) -> {
                Runnable bounded = () -> Deadline.within(SHORT, call);
                told.put(name, Expect.failure(ErrorKind.TIMED_OUT, bounded).effect());
              });
          return told;
        });
  }

  @Case
  void withoutAnAnswerACallEndsAtTheOperationTimeout() {
    Backend backend = subject.backend();
    oneIsSent(
        backend,
        () -> Map.of("call", Expect.failure(ErrorKind.TIMED_OUT, oneOf(backend)).effect()));
  }

  /**
   * Stalls the connection of calls that are answered until the effect of one is open. One that ends
   * before it is sent has certainly none: a driver may prove its connection first, or find none
   * left, and a busy machine uses up the deadline.
   */
  private void oneIsSent(Backend backend, Supplier<Map<String, Effect>> calls) {
    Map<String, Effect> told = Map.of();
    for (int tried = 0; tried < TRIES && !told.containsValue(Effect.UNKNOWN); tried++) {
      comesBack(backend);
      subject.proxy().stall();
      told = calls.get();
      subject.proxy().heal();
    }
    assertThat(told).containsValue(Effect.UNKNOWN);
    comesBack(backend);
  }

  @Case
  void aServerThatVanishedIsConnectedToAnew() {
    Backend backend = subject.backend();
    Runnable call = oneOf(backend);
    call.run();
    long before = subject.proxy().accepted();
    subject.proxy().stall();
    subject
        .eventually()
        .check(
            () -> {
              Throwable unused = catchThrowable(() -> Deadline.within(SHORT, call));
              assertThat(subject.proxy().accepted()).as("connections").isGreaterThan(before);
            });
    subject.proxy().heal();
    comesBack(backend);
  }

  @Case
  void anInterruptIsReportedAndKept() {
    Backend backend = subject.backend();
    oneIsSent(backend, () -> Map.of("call", interrupted(oneOf(backend))));
  }

  private Effect interrupted(Runnable call) {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              thrown.complete(catchThrowable(call::run));
              kept.complete(Thread.currentThread().isInterrupted());
            });
    subject.eventually().until("that the caller waits", () -> Latches.waits(caller));
    caller.interrupt();
    Effect effect = Expect.thrown(ErrorKind.CANCELLED, thrown.join()).effect();
    assertThat(kept.join()).as("interrupt flag after the call").isTrue();
    return effect;
  }

  @Case
  void afterCutsAndReturnsNothingIsLeft() throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = subject.open()) {
            Rounds.each(
                round -> {
                  subject.proxy().reset();
                  comesBack(backend);
                });
          }
        });
  }

  private Runnable oneOf(Backend backend) {
    return subject.samples(backend).values().iterator().next();
  }
}
