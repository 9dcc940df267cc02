package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pattern that is the purpose of this process, from its start until a signal ends it. */
final class ProcessRun<P extends Pattern> {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  private final Launch<P> launch;
  private final Supplier<Command.Plan> reading;
  private final Thread starter = Thread.currentThread();
  private @Nullable LivePattern<P> live;
  private @Nullable String stoppedBy;

  ProcessRun(Launch<P> launch, Supplier<Command.Plan> reading) {
    this.launch = launch;
    this.reading = reading;
  }

  /**
   * Reads the configuration and runs it; the log tells everything, and its last line what is left.
   *
   * @throws ConfigException if the configuration is wrong
   */
  int run() {
    Signals signals = Signals.handle(this::stop, this::halt);
    try {
      return run(reading.get());
    } catch (ConfigException e) {
      if (stopped()) { // and so it could not be read
        return ended(ExitCode.CLEAN, null, null);
      }
      throw e;
    } finally {
      signals.close();
    }
  }

  private int run(Command.Plan plan) {
    try {
      LOG.log(Level.INFO, Versions.line(launch.provider()));
      if (!plan.slots().standIns().isEmpty()) {
        String names = String.join(", ", plan.slots().standIns());
        LOG.log(Level.WARNING, "--dev fills " + names + " with the embedded driver");
      }
      LivePattern<P> running = launch.start(plan.config(), plan.slots());
      LOG.log(Level.INFO, "ready" + Exec.since());
      return awaitEnd(running);
    } catch (ConfigException e) {
      return ended(ExitCode.CONFIGURATION, "refused:\n" + e.getMessage(), null);
    } catch (UnavailableException e) {
      return ended(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), null);
    } catch (InterruptedException e) {
      return ended(ExitCode.CLEAN, null, null);
    } catch (RuntimeException | Error e) {
      return ended(ExitCode.ERROR, "the start failed", e);
    }
  }

  private int awaitEnd(LivePattern<P> running) {
    synchronized (this) {
      live = running;
      if (stoppedBy != null) {
        Thread.interrupted(); // the signal came when the start was over already
        running.begin(stoppedBy);
      }
    }
    try {
      return running.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return running.stop(); // whoever embeds this process run wants it to end
    }
  }

  private static int ended(ExitCode exit, @Nullable String message, @Nullable Throwable cause) {
    if (message != null) {
      LOG.log(Level.ERROR, message, cause);
    }
    LOG.log(Level.INFO, LivePattern.proof(Unfinished.NOTHING, exit));
    return exit.code();
  }

  private synchronized boolean stopped() {
    return stoppedBy != null;
  }

  private synchronized void stop(String signal) {
    stoppedBy = signal;
    if (live == null) {
      LOG.log(Level.INFO, "stopping: " + signal + " while starting");
      starter.interrupt();
    } else {
      live.begin(signal);
    }
  }

  private void halt(String signal) {
    LivePattern<P> running;
    synchronized (this) {
      running = live;
    }
    try {
      LOG.log(Level.WARNING, "halting: " + signal + " again");
      LOG.log(
          Level.WARNING,
          running == null
              ? LivePattern.proof(Unfinished.NOTHING, ExitCode.TIMED_OUT)
              : running.halted());
    } finally {
      Runtime.getRuntime().halt(ExitCode.TIMED_OUT.code());
    }
  }
}
