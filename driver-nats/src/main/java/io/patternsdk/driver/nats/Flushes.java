package io.patternsdk.driver.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Round trips that prove to any number of threads that the server has taken what they sent.
 *
 * <p>One round trip is on its way at a time. Who comes meanwhile shares the next, which begins
 * after they have come and so covers what they have sent. One of those who share it makes it; if
 * that one gives up, another makes it again.
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
  private final ReentrantLock lock = new ReentrantLock();
  private List<Turn> gathering = new ArrayList<>();
  private boolean busy;

  Flushes(RoundTrip trip) {
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
    lock.lock();
    try {
      if (!busy) {
        busy = true;
        return null;
      }
      Turn turn = new Turn();
      gathering.add(turn);
      return turn;
    } finally {
      lock.unlock();
    }
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

  private void promoteNext() {
    List<Turn> next;
    do {
      lock.lock();
      try {
        next = gathering;
        if (next.isEmpty()) {
          busy = false;
          return;
        }
        gathering = new ArrayList<>();
      } finally {
        lock.unlock();
      }
    } while (!promote(next));
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
