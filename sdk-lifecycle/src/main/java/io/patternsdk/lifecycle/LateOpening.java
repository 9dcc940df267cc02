package io.patternsdk.lifecycle;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A backend that the start went on without. It is tried in the background, with pauses that grow,
 * until it is open and {@link LateArrival} takes it. Whatever its attempts open is closed: by
 * {@link #close} in its turn, or by the attempt that comes too late for it.
 */
final class LateOpening implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LateOpening.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** Nobody waits for these attempts, and every process makes them. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Opener opener;
  private final ReentrantLock lock = new ReentrantLock();
  private String reason;
  private volatile @Nullable Bounded work;
  private volatile @Nullable Backend backend;
  private volatile boolean over;

  /** Plans it; the failure is that of the start's last attempt. */
  LateOpening(Opener opener, Optional<Throwable> failure) {
    this.opener = opener;
    this.reason = failure.map(Throwable::getMessage).orElse("");
  }

  /** Begins; once. */
  void start(LateArrival arrival) {
    LOG.log(
        Level.WARNING,
        opener.name() + " is down, the pattern starts without it and tries on: " + reason);
    lock.lock();
    try {
      if (!over) {
        arrival.absent(reason, FIRST_PAUSE);
        work = Bounded.start(opener.name(), () -> run(arrival));
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(LateArrival arrival) {
    Duration pause = FIRST_PAUSE;
    while (goesOnAfter(pause)) {
      pause = longer(pause);
      if (attempt(arrival, pause)) {
        return;
      }
    }
  }

  private boolean goesOnAfter(Duration pause) {
    try {
      opener.clock().sleep(pause);
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, opener.name() + " is not waited for");
    }
    return !over;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** Makes one attempt; returns whether it was the last. */
  private boolean attempt(LateArrival arrival, Duration pause) {
    try {
      return arrived(opener.openOnce(), arrival, pause);
    } catch (InterruptedException | RuntimeException | Error e) {
      reason = words(e);
      LOG.log(Level.DEBUG, opener.name() + " is still down: " + reason);
      arrival.absent(reason, pause);
      return over;
    }
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null || failure instanceof Error ? failure.toString() : message;
  }

  private boolean arrived(Backend opened, LateArrival arrival, Duration pause) {
    boolean taken = false;
    boolean last;
    lock.lock();
    try {
      taken = !over && arrival.arrived(opened, pause).map(this::refused).isEmpty();
      last = over || taken;
      backend = taken ? opened : null;
    } finally {
      lock.unlock();
      if (!taken) {
        close(opened);
      }
    }
    return last;
  }

  private String refused(String why) {
    LOG.log(
        why.equals(reason) ? Level.DEBUG : Level.WARNING, opener.name() + " is refused: " + why);
    reason = why;
    return why;
  }

  /** Tries no more, without waiting for an attempt that is being made. */
  void cancel() {
    lock.lock();
    try {
      boolean first = !over;
      over = true; // before the interrupt: whoever wakes by it looks at this
      Bounded running = work;
      if (first && running != null && backend == null) {
        running.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tries no more and closes what was opened. Waits for an attempt that is being made, no longer
   * than one may take and the ambient deadline allows; then that attempt closes what it opens.
   */
  @Override
  public void close() {
    cancel();
    Bounded running = work;
    if (running != null) {
      try {
        running.await(
            opener.clock(), Deadline.current().atMost(opener.config().operationTimeout()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Backend opened = backend;
    if (opened != null) {
      opened.close();
    }
  }

  private void close(Backend opened) {
    boolean unused = Thread.interrupted(); // it was for the attempt, and not for closing
    try {
      opened.close();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "closing " + opener.name() + " failed", e);
    }
  }
}
