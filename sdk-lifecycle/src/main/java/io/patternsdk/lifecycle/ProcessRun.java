package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.lifecycle.internal.drivers.Versions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pattern that is the purpose of this process, from its start until a signal ends it. */
final class ProcessRun<P extends Pattern> {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  private final Runnable log;
  private final Supplier<Command.Prepared<P>> preparation;
  private final Thread starter = Thread.currentThread();
  private @Nullable LivePattern<P> live;
  private @Nullable String stoppedBy;

  ProcessRun(Runnable log, Supplier<Command.Prepared<P>> preparation) {
    this.log = log;
    this.preparation = preparation;
  }

  /**
   * Runs it; the log tells everything, and its last line what is left.
   *
   * @throws ConfigException if the configuration is wrong, and no signal came before that was known
   */
  int run() {
    Signals signals = listen();
    MemoryWatch memory = MemoryWatch.begin();
    try {
      Command.Prepared<P> prepared = prepare();
      return prepared == null ? ended(ExitCode.CLEAN, "", null) : start(prepared);
    } catch (OutOfMemoryError e) {
      MemoryWatch.endIfCausing(e);
      throw e;
    } finally {
      memory.close();
      signals.close();
    }
  }

  /** Hears of signals at once; one that comes while the log is made waits to be told in it. */
  private synchronized Signals listen() {
    Signals signals = Signals.handle(this::stop, this::halt);
    log.run();
    return signals;
  }

  /** Reads the configuration; null if a signal came meanwhile, which may have cut it short. */
  private Command.@Nullable Prepared<P> prepare() {
    try {
      Command.Prepared<P> prepared = preparation.get();
      return stopped() ? null : prepared;
    } catch (ConfigException e) {
      if (stopped()) {
        return null;
      }
      throw e;
    }
  }

  private synchronized boolean stopped() {
    return stoppedBy != null;
  }

  private int start(Command.Prepared<P> prepared) {
    Launch<P> launch = prepared.launch();
    SlotPlan slots = prepared.plan().slots();
    try {
      LOG.log(Level.INFO, Versions.line(launch.provider()));
      prepared.apart().forEach(driver -> LOG.log(Level.INFO, driver));
      launch.drivers().broken().forEach(jar -> LOG.log(Level.WARNING, "not used: " + jar));
      if (!slots.standIns().isEmpty()) {
        String names = String.join(", ", slots.standIns());
        LOG.log(Level.WARNING, "--dev fills " + names + " with the embedded driver");
      }
      LivePattern<P> running = launch.start(prepared.plan().config(), slots);
      running.announce();
      return awaitEnd(running);
    } catch (ConfigException e) {
      return ended(ExitCode.CONFIGURATION, "refused: " + e.getMessage(), null);
    } catch (UnavailableException e) {
      return ended(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), null);
    } catch (InterruptedException e) {
      return ended(ExitCode.CLEAN, "", null); // stopped while it started
    } catch (RuntimeException | Error e) {
      MemoryWatch.endIfCausing(e);
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

  /** Logs why, one event for each line, and what is left. */
  private static int ended(ExitCode exit, String message, @Nullable Throwable cause) {
    message.lines().forEach(line -> LOG.log(Level.ERROR, line, cause));
    LOG.log(Level.INFO, LivePattern.proof(Unfinished.NOTHING, exit));
    return exit.code();
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
