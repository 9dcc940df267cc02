package io.patternsdk.lifecycle;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.Durations;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.observability.RequestTracing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A pattern that this process runs, and its end. */
final class LivePattern<P extends Pattern> implements RunningPattern<P> {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  private final P pattern;
  private final RunnerConfig config;
  private final Clock clock;
  private final ByteBudget budget;
  private final Telemetry telemetry;
  private final HealthWatch watch;
  private final Runnable atStop;
  private final Stopping stopping;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean stopRequested;
  private volatile Phase phase = Phase.STARTING;
  private volatile ExitCode exit = ExitCode.CLEAN;
  private volatile @Nullable Thread stopper;

  LivePattern(
      P pattern,
      RunnerConfig config,
      Clock clock,
      ByteBudget budget,
      Telemetry telemetry,
      HealthWatch watch,
      Runnable atStop,
      Stopping stopping) {
    this.pattern = pattern;
    this.config = config;
    this.clock = clock;
    this.budget = budget;
    this.telemetry = telemetry;
    this.watch = watch;
    this.atStop = atStop;
    this.stopping = stopping;
  }

  /** Everything has been started. */
  synchronized void running() {
    if (!stopRequested) {
      phase = Phase.RUNNING;
      watch.start();
    }
  }

  /** Says that it runs, unless it is to stop already: what a stop logs comes after it. */
  synchronized void announce() {
    if (!stopRequested) {
      LOG.log(Level.INFO, "ready" + Exec.since());
    }
  }

  @Override
  public P pattern() {
    return pattern;
  }

  @Override
  public RunnerConfig config() {
    return config;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public ByteBudget budget() {
    return budget;
  }

  @Override
  public HealthReport health() {
    return watch.report(phase);
  }

  @Override
  public Unfinished unfinished() {
    return pattern.unfinished();
  }

  @Override
  public Optional<MetricsText> metrics() {
    return telemetry.metrics();
  }

  @Override
  public Meters meters() {
    return telemetry.meters();
  }

  @Override
  public RequestTracing tracing() {
    return telemetry.requests();
  }

  @Override
  public void fail(Throwable cause) {
    LOG.log(Level.ERROR, "the pattern cannot go on", cause);
    begin("failure", ExitCode.ERROR);
  }

  /** Begins to stop, and returns at once. */
  void begin(String reason) {
    begin(reason, ExitCode.CLEAN);
  }

  private synchronized void begin(String reason, ExitCode atLeast) {
    if (atLeast == ExitCode.ERROR) {
      exit = atLeast;
    }
    if (!stopRequested) {
      stopRequested = true;
      phase = Phase.STOPPING;
      LOG.log(Level.INFO, "stopping: " + reason);
      stopper = Thread.ofPlatform().name("stop").daemon().start(this::bringToEnd);
    }
  }

  @Override
  public int stop() {
    begin("asked to");
    boolean interrupted = false;
    while (true) {
      try {
        int code = await();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return code;
      } catch (InterruptedException e) {
        interrupted = true;
        Thread running = stopper;
        if (running != null) {
          running.interrupt();
        }
      }
    }
  }

  @Override
  public int await() throws InterruptedException {
    ended.await();
    return exit.code();
  }

  /** Whatever happens, somebody who waits for the end sees it. */
  private void bringToEnd() {
    try {
      stopAll();
    } catch (RuntimeException | Error e) {
      exit = ExitCode.ERROR;
      LOG.log(Level.ERROR, "the stop failed", e);
    } finally {
      phase = Phase.STOPPED;
      ended.countDown();
    }
  }

  private void stopAll() {
    atStop.run();
    watch.close();
    Bounded work = Bounded.start("stopping", stopping);
    boolean inTime;
    try {
      inTime = work.await(clock, config.lifecycle().shutdownTimeout());
    } catch (InterruptedException e) {
      work.interrupt();
      inTime = awaitHastened(work);
    }
    if (!inTime || (exit == ExitCode.CLEAN && !stopping.clean())) {
      exit = ExitCode.TIMED_OUT;
    }
    Unfinished left = inTime ? stopping.left() : stopping.unfinished();
    left.counts().stream()
        .filter(one -> one.count() > 0)
        .forEach(one -> LOG.log(Level.WARNING, "left behind: " + one + ", " + one.help()));
    LOG.log(exit == ExitCode.CLEAN ? Level.INFO : Level.WARNING, proof(left, inTime));
  }

  private boolean awaitHastened(Bounded work) {
    try {
      return work.await(clock, Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      return false; // hastened once more: no wait is left
    }
  }

  private String proof(Unfinished left, boolean inTime) {
    String line = proof(left, exit) + account();
    return inTime
        ? line
        : line
            + ", after "
            + Durations.format(config.lifecycle().shutdownTimeout())
            + " still "
            + stopping.doing();
  }

  /** The last line of the log when somebody halts the process: what is left now. */
  String halted() {
    return proof(stopping.unfinished(), ExitCode.TIMED_OUT) + account();
  }

  private String account() {
    String account = pattern.account();
    return account.isEmpty() ? "" : "; " + account;
  }

  static String proof(Unfinished left, ExitCode exit) {
    return "stopped: " + left + ", exit " + exit.code();
  }
}
