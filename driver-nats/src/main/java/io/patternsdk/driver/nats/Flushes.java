package io.patternsdk.driver.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Round trips that prove to any number of threads that the server has taken what they sent.
 *
 * <p>A few round trips are on their way at a time. Who comes meanwhile shares the next, which
 * begins after they have come and so covers what they have sent. One of those who share it makes
 * it; if that one gives up, another makes it again.
 */
final class Flushes {
  /** Makes a round trip. */
  @FunctionalInterface
  interface RoundTrip {
    /** Returns false if the connection was lost; throws if it took longer than allowed. */
    boolean make(long nanos) throws InterruptedException, TimeoutException;
  }

  private enum State {
    WAITING,
    LEADING,
    DONE,
    LOST,
    GONE
  }

  private final RoundTrip trip;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Turn> gathering = new ArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean waiting;

  /** With at most {@code limit} round trips at a time. */
  Flushes(RoundTrip trip, int limit) {
    this.limit = limit;
    this.trip = trip;
  }

  /**
   * Returns true when the server has taken all that this thread has sent before, false if the
   * connection was lost meanwhile.
   */
  boolean flush(long nanos) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + nanos;
    Turn turn = enter();
    return switch (turn == null ? State.LEADING : turn.await(end)) {
      case LEADING -> lead(turn == null ? new ArrayList<>() : turn.others, end);
      case LOST -> false;
      case DONE, WAITING, GONE -> true;
    };
  }

  /** Null for whoever need not wait for others. */
  private @Nullable Turn enter() {
    if (begin()) {
      return null;
    }
    lock.lock();
    try {
      Turn turn = new Turn();
      gathering.add(turn);
      waiting = true;
      // The last one on its way may have ended before it could see that somebody waits.
      if (begin()) {
        gathering.removeLast();
        waiting = !gathering.isEmpty();
        return null;
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private boolean begin() {
    for (int now = running.get(); now < limit; now = running.get()) {
      if (running.compareAndSet(now, now + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean lead(List<Turn> others, long end) throws InterruptedException, TimeoutException {
    boolean answered = false;
    boolean taken = false;
    try {
      taken = trip.make(Math.max(1, end - System.nanoTime()));
      answered = true;
    } finally {
      if (answered) {
        promoteNext();
        State result = taken ? State.DONE : State.LOST;
        others.forEach(turn -> turn.become(result));
      } else if (!promote(others)) {
        promoteNext();
      }
    }
    return taken;
  }

  /** Ends one round trip: those who wait begin theirs, if anybody does. */
  private void promoteNext() {
    do {
      while (waiting) {
        if (promote(gathered())) {
          return;
        }
      }
      running.decrementAndGet();
    } while (waiting && begin());
  }

  private List<Turn> gathered() {
    lock.lock();
    try {
      List<Turn> turns = gathering;
      gathering = new ArrayList<>();
      waiting = false;
      return turns;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the first who still waits the leader of the others; false if nobody does. */
  private static boolean promote(List<Turn> turns) {
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      turn.others = turns.subList(i + 1, turns.size());
      if (turn.become(State.LEADING)) {
        return true;
      }
    }
    return false;
  }

  /** One thread's share in a round trip. */
  private static final class Turn extends AtomicReference<State> {
    private static final long serialVersionUID = 1L;
    private final transient Thread thread = Thread.currentThread();
    private transient List<Turn> others = List.of();

    Turn() {
      super(State.WAITING);
    }

    boolean become(State state) {
      boolean won = compareAndSet(State.WAITING, state);
      if (won) {
        LockSupport.unpark(thread);
      }
      return won;
    }

    State await(long end) throws InterruptedException, TimeoutException {
      while (get() == State.WAITING) {
        long left = end - System.nanoTime();
        boolean interrupted = Thread.interrupted();
        if ((interrupted || left <= 0) && leave()) {
          if (interrupted) {
            throw new InterruptedException();
          }
          throw new TimeoutException("no flush in time");
        }
        if (interrupted) {
          thread.interrupt();
        }
        LockSupport.parkNanos(this, left);
      }
      return get();
    }

    /** False if the round trip ended, or became this thread's to make, at the same moment. */
    private boolean leave() {
      return compareAndSet(State.WAITING, State.GONE);
    }
  }
}
