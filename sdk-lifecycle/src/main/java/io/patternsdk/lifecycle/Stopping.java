package io.patternsdk.lifecycle;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.lifecycle.config.LifecycleConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * The way to a standstill: not ready, {@code drain_delay}, no more intake, drain, close. Runs once,
 * on one thread.
 */
final class Stopping implements Runnable {
  private static final Logger LOG = System.getLogger(Stopping.class.getName());
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final LifecycleConfig config;
  private final Pattern pattern;
  private final List<? extends RunnerService<?>> services;
  private final Clock clock;
  private final List<Closing> closings;
  private volatile String doing = "";
  private volatile boolean drained;
  private volatile boolean counted;
  private volatile Unfinished left = Unfinished.NOTHING;

  /** Something to be closed at the end, under the time that is left. */
  record Closing(String name, Runnable close) {

    /** Closes it; what fails is logged, so that the others are closed too. */
    void quietly() {
      quietlyLogged("closing " + name, close);
    }
  }

  /**
   * Plans it.
   *
   * @param closings what is closed after the services, in this order
   */
  Stopping(
      LifecycleConfig config,
      Pattern pattern,
      List<? extends RunnerService<?>> services,
      Clock clock,
      List<Closing> closings) {
    this.config = config;
    this.pattern = pattern;
    this.services = services.reversed();
    this.clock = clock;
    this.closings = List.copyOf(closings);
  }

  @Override
  public void run() {
    Deadline whole = Deadline.after(config.shutdownTimeout(), clock);
    services.forEach(
        service -> quietly("announcing the stop of " + service.name(), service::announceStop));
    boolean patient = pause();
    services.forEach(
        service -> quietly("stopping the intake of " + service.name(), service::stopIntake));
    drained = drain(whole, patient);
    quietly("counting what is left", this::count);
    boolean unused = Thread.interrupted(); // it was for what is waited for, and not for closing
    services.forEach(service -> quietly("closing " + service.name(), service::close));
    for (Closing closing : closings) {
      doing = "closing " + closing.name();
      whole.run(() -> run(closing::quietly));
    }
    doing = "";
  }

  /** Waits for drain_delay; false if an interrupt says that nothing is to be waited for. */
  private boolean pause() {
    doing = "waiting for drain_delay";
    try {
      clock.sleep(config.drainDelay());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /**
   * Waits for what was accepted; after graceful_timeout it is interrupted. Where there is no
   * patience it gets a moment, so that nothing is closed under its hands.
   */
  private boolean drain(Deadline whole, boolean patient) {
    doing = "finishing what was accepted";
    Deadline deadline = Deadline.after(patient ? config.gracefulTimeout() : Duration.ZERO, clock);
    Bounded drain = Bounded.start("drain", () -> drain(services, pattern, deadline));
    Duration moment = whole.atMost(MOMENT);
    try {
      if (drain.await(clock, patient ? config.gracefulTimeout() : moment)) {
        return patient;
      }
      LOG.log(Level.WARNING, "the time for it is over, what is under way is interrupted");
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "what is under way is given up");
      patient = false;
    }
    drain.interrupt();
    // Closing needs some of the time that is left.
    leave(drain, patient ? whole.remaining().dividedBy(2) : moment);
    return false;
  }

  private void leave(Bounded drain, Duration limit) {
    try {
      drain.await(clock, limit);
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "what is under way is left behind");
    }
  }

  private static void drain(
      List<? extends RunnerService<?>> services, Pattern pattern, Deadline deadline) {
    services.forEach(
        service -> quietlyLogged("draining " + service.name(), () -> service.drain(deadline)));
    quietlyLogged("shutting the pattern down", () -> pattern.shutdown(deadline));
  }

  private void count() {
    left = unfinished();
    counted = true;
  }

  /** What is left at this moment. */
  Unfinished unfinished() {
    long ofServices = services.stream().mapToLong(RunnerService::inFlight).sum();
    // A request that waits for the pattern is the same piece of work as what it waits for.
    return pattern.unfinished().inFlightAtLeast(ofServices);
  }

  /** What was left when draining had ended. */
  Unfinished left() {
    return left;
  }

  /** Whether everything has been finished and closed. */
  boolean clean() {
    return drained && counted && left.isNothing() && doing.isEmpty();
  }

  /** What it is doing; empty before it began and after it has ended. */
  String doing() {
    return doing;
  }

  private void quietly(String what, Runnable step) {
    doing = what;
    quietlyLogged(what, step);
  }

  private static void quietlyLogged(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, what + " failed", e);
    }
  }

  private static boolean run(Runnable step) {
    step.run();
    return true;
  }
}
