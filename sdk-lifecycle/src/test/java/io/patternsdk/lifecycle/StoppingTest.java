package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.pattern.Unfinished;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StoppingTest {
  private final Stage stage = new Stage();
  private final FakeService service = new FakeService();

  private RunningPattern<FakePattern> start(String lifecycle) {
    return Stage.start(
        stage.runner().service(service), Stage.yaml(", lifecycle: {" + lifecycle + "}"));
  }

  /** Begins to stop, up to the point where the limits run and the pattern has been told. */
  private CompletableFuture<Integer> stopping(RunningPattern<FakePattern> running) {
    var stopping = Stage.async(running::stop);
    Stage.SOON.until(() -> running.pattern().events.contains("shutdown"));
    stage.clock.awaitSleepers(2);
    return stopping;
  }

  @Test
  void theStepsComeInTheirOrder() {
    RunningPattern<FakePattern> running = start("");
    running.pattern().onShutdown = deadline -> service.events.add("pattern shutdown");
    stage.fake.onClose = () -> service.events.add("backend close");
    assertThat(running.stop()).isZero();
    assertThat(service.events)
        .containsExactly(
            "prepare",
            "start",
            "announceStop",
            "stopIntake",
            "drain",
            "pattern shutdown",
            "close",
            "backend close");
  }

  @Test
  void itIsNotReadyBeforeDrainDelayBegins() {
    RunningPattern<FakePattern> running = start("drain_delay: 10s");
    var stopping = Stage.async(running::stop);
    Stage.SOON.until(() -> running.health().phase() == Phase.STOPPING);
    assertThat(running.health().ready()).isFalse();
    assertThat(running.health().alive()).isTrue();
    stage.clock.awaitSleepers(2);
    assertThat(service.events).contains("announceStop").doesNotContain("stopIntake");
    stage.clock.advance(Duration.ofSeconds(10));
    Stage.SOON.until(() -> service.events.contains("stopIntake"));
    assertThat(stopping.join()).isZero();
    assertThat(running.health().phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void stoppingTwiceEndsOnce() {
    RunningPattern<FakePattern> running = start("");
    assertThat(running.stop()).isZero();
    assertThat(running.stop()).isZero();
    assertThat(running.pattern().events).containsExactly("create", "start", "shutdown");
  }

  @Test
  void whatIsLeftAtTheEndIsATimeout() {
    RunningPattern<FakePattern> running = start("");
    running.pattern().unfinished = Unfinished.inFlight(0).and("parked", 1, "changes kept back");
    assertThat(running.stop()).isEqualTo(2);
  }

  @Test
  void aPatternThatHangsIsInterruptedAfterGracefulTimeout() {
    RunningPattern<FakePattern> running = start("graceful_timeout: 30s");
    var interrupted = new CompletableFuture<Boolean>();
    running.pattern().onShutdown =
        deadline -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        };
    var stopping = stopping(running);
    stage.clock.advance(Duration.ofSeconds(29));
    assertThat(interrupted).isNotDone();
    stage.clock.advance(Duration.ofSeconds(1));
    assertThat(interrupted.join()).isTrue();
    assertThat(stopping.join()).isEqualTo(2);
    assertThat(stage.fake.events).contains("close registry");
  }

  @Test
  void aPatternThatHearsNothingIsLeftBehindAndTheRestIsClosed() {
    RunningPattern<FakePattern> running = start("graceful_timeout: 30s, shutdown_timeout: 60s");
    running.pattern().onShutdown = deadline -> waitForever();
    var stopping = stopping(running);
    stage.clock.advance(Duration.ofSeconds(30));
    stage.clock.awaitSleepers(2);
    stage.clock.advance(Duration.ofSeconds(15));
    assertThat(stopping.join()).isEqualTo(2);
    assertThat(stage.fake.events).contains("close registry");
  }

  @Test
  void shutdownTimeoutBoundsTheWhole() {
    RunningPattern<FakePattern> running = start("graceful_timeout: 1s, shutdown_timeout: 40s");
    stage.fake.onClose = StoppingTest::waitForever;
    var stopping = Stage.async(running::stop);
    Stage.SOON.until(() -> stage.fake.events.contains("close registry"));
    stage.clock.awaitSleepers(1);
    stage.clock.advance(Duration.ofSeconds(39));
    assertThat(stopping).isNotDone();
    stage.clock.advance(Duration.ofSeconds(1));
    assertThat(stopping.join()).isEqualTo(2);
  }

  @Test
  void aDeadlineTellsThePatternHowLongItHas() {
    RunningPattern<FakePattern> running = start("graceful_timeout: 12s");
    var seen = new CompletableFuture<Duration>();
    running.pattern().onShutdown = deadline -> seen.complete(deadline.remaining());
    running.stop();
    assertThat(seen.join()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void aFailureOfThePatternStopsItGracefullyWithAnError() throws InterruptedException {
    RunningPattern<FakePattern> running = start("");
    running.pattern().context.fail(new IllegalStateException("cannot go on"));
    assertThat(running.await()).isEqualTo(1);
    assertThat(running.pattern().events).endsWith("shutdown");
    assertThat(stage.fake.events).endsWith("close registry");
  }

  @Test
  void aFailureWhileStartingIsHeardToo() throws InterruptedException {
    var failing =
        new FakePattern.Provider(
            FakePattern.Provider.standard().slots(),
            pattern -> pattern.context.fail(new IllegalStateException("at once")));
    RunningPattern<FakePattern> running = Stage.start(stage.runner(failing), Stage.yaml(""));
    assertThat(running.await()).isEqualTo(1);
  }

  @Test
  void aStepThatFailsKeepsNoOtherFromHappening() {
    RunningPattern<FakePattern> running = start("");
    running.pattern().onShutdown =
        deadline -> {
          throw new IllegalStateException("broken");
        };
    assertThat(running.stop()).isZero();
    assertThat(stage.fake.events).endsWith("close registry");
    assertThat(service.events).contains("close");
  }

  @Test
  void aStopThatBreaksEndsAllTheSame() {
    RunningPattern<FakePattern> running = start("");
    running.pattern().onCount = StoppingTest::fail;
    service.onClose = StoppingTest::fail;
    assertThat(running.stop()).isEqualTo(2);
    assertThat(stage.fake.events).endsWith("close registry");
  }

  @Test
  void aStopOfWhichNobodyCanTellWhatIsLeftEndsAllTheSame() {
    RunningPattern<FakePattern> running = start("graceful_timeout: 1s, shutdown_timeout: 40s");
    running.pattern().onCount = StoppingTest::fail;
    stage.fake.onClose = StoppingTest::waitForever;
    var stopping = Stage.async(running::stop);
    Stage.SOON.until(() -> stage.fake.events.contains("close registry"));
    stage.clock.awaitSleepers(1);
    stage.clock.advance(Duration.ofSeconds(40));
    assertThat(stopping.join()).isEqualTo(1);
  }

  private static void fail() {
    throw new NoClassDefFoundError("the jar has been replaced");
  }

  @Test
  void anInterruptHastensTheEnd() throws InterruptedException {
    RunningPattern<FakePattern> running = start("drain_delay: 1h");
    var code = new CompletableFuture<Integer>();
    Thread stopper = Thread.ofVirtual().start(() -> code.complete(running.stop()));
    stage.clock.awaitSleepers(2);
    stopper.interrupt();
    assertThat(code.join()).isEqualTo(2);
    assertThat(stage.fake.events).endsWith("close registry");
  }

  @Test
  void aStopOnAnInterruptedThreadLeavesNoStepOut() throws InterruptedException {
    RunningPattern<FakePattern> running = start("drain_delay: 1h");
    var code = new CompletableFuture<Integer>();
    Thread.ofVirtual()
        .start(
            () -> {
              Thread.currentThread().interrupt();
              code.complete(running.stop());
            });
    assertThat(code.join()).isEqualTo(2);
    assertThat(service.events)
        .containsExactly("prepare", "start", "announceStop", "stopIntake", "drain", "close");
    assertThat(running.pattern().events).endsWith("shutdown");
    assertThat(stage.fake.events).endsWith("close registry");
  }

  @Test
  void nothingIsClosedWhileAnInterruptedShutdownEnds() throws InterruptedException {
    RunningPattern<FakePattern> running = start("");
    running.pattern().onShutdown =
        deadline -> {
          waitForAnInterrupt();
          stage.clock.awaitSleepers(2); // the stop waits for this, and somebody for the stop
          service.events.add("pattern shutdown");
        };
    var code = new CompletableFuture<Integer>();
    Thread stopper = Thread.ofVirtual().start(() -> code.complete(running.stop()));
    Stage.SOON.until(() -> running.pattern().events.contains("shutdown"));
    stopper.interrupt();
    assertThat(code.join()).isEqualTo(2);
    assertThat(service.events).endsWith("drain", "pattern shutdown", "close");
  }

  private static void waitForAnInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // as asked for
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private static void waitForever() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.yield(); // it hears nothing
      }
    }
  }
}
