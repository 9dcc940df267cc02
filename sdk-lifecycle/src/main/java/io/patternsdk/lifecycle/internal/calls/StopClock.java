package io.patternsdk.lifecycle.internal.calls;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The clock of guards: once the process stops, it lets nobody sleep beyond the time that there is
 * for finishing. Whoever would, or does already, is told so at once by {@link CutShort}; pauses
 * that end in time go on. Thread-safe.
 */
public final class StopClock implements Clock {
  private final Clock clock;
  private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Long end;

  public StopClock(Clock clock) {
    this.clock = clock;
  }

  /** A sleep that would have ended when the process has. The thread is not interrupted. */
  public static final class CutShort extends InterruptedException {
    private static final long serialVersionUID = 1L;

    CutShort() {
      super("the process stops before");
    }
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Sleeper sleeper = new Sleeper(Thread.currentThread(), clock.nanoTime() + duration.toNanos());
    sleepers.add(sleeper); // before it looks at the end: whoever sets that looks at the sleepers
    try {
      if (sleeper.isBeyond(end)) {
        throw new CutShort();
      }
      sleeper.sleep(clock, duration);
    } finally {
      sleepers.remove(sleeper);
    }
  }

  /** From now on nobody sleeps for longer than this. */
  public void stopWithin(Duration left) {
    Long last = clock.nanoTime() + left.toNanos();
    end = last;
    sleepers.stream().filter(sleeper -> sleeper.isBeyond(last)).forEach(Sleeper::wake);
  }

  /** A thread that sleeps, identified by itself. */
  private static final class Sleeper {
    private final Thread thread;
    private final long wakesAt;
    private boolean awake;
    private boolean cutShort;

    Sleeper(Thread thread, long wakesAt) {
      this.thread = thread;
      this.wakesAt = wakesAt;
    }

    boolean isBeyond(@Nullable Long end) {
      return end != null && wakesAt - end > 0;
    }

    void sleep(Clock clock, Duration duration) throws InterruptedException {
      try {
        clock.sleep(duration);
      } catch (InterruptedException e) {
        throw woken() ? new CutShort() : e;
      }
      if (woken()) {
        boolean unused = Thread.interrupted(); // it came when the sleep was over already
      }
    }

    /** Ends the time in which it may be woken; returns whether it was. */
    private synchronized boolean woken() {
      awake = true;
      return cutShort;
    }

    synchronized void wake() {
      if (!awake) {
        cutShort = true;
        thread.interrupt();
      }
    }
  }
}
