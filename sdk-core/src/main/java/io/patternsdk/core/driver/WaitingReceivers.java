package io.patternsdk.core.driver;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.queue.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of a driver that wait, in a line for each queue. They look at their queue when a
 * signal of the server says that it has something, and when a delivery is due again; a receiver
 * that waits holds no connection and polls nothing. Thread-safe.
 */
public final class WaitingReceivers {
  private static final long AGAIN_MILLIS = 100;

  private final DriverCalls calls;
  private final Signals signals;
  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

  /** Creates those of one driver. */
  public WaitingReceivers(DriverCalls calls, Signals signals) {
    this.calls = calls;
    this.signals = signals;
  }

  /** How a server tells that a queue has something to receive. */
  public interface Signals {
    /**
     * Has the line {@linkplain Line#signal signalled} from now on, if that is not so yet, and
     * returns once every later signal will be seen. Where it fails, {@link #leave} follows.
     */
    void join(String queue, Line line);

    /** Ends it, without waiting for the server. */
    void leave(String queue, Line line);
  }

  /** One attempt to receive. */
  @FunctionalInterface
  public interface Look {
    /**
     * Receives what there is and does not wait.
     *
     * @param line those who wait, who may be told when something is {@linkplain Line#due due}; null
     *     if nobody does
     */
    List<Delivery> at(@Nullable Line line);
  }

  /**
   * Looks until there is something, for at most {@code wait} or until the ambient deadline; an
   * empty list then.
   */
  public List<Delivery> receive(String queue, Duration wait, Look look) {
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    List<Delivery> received = look.at(lines.get(queue));
    if (!received.isEmpty() || end.passed()) {
      return received;
    }
    Line line = enter(queue);
    try {
      received = look.at(line);
      while (received.isEmpty() && line.await(end)) {
        received = lookOnSignal(look, line);
      }
      // Once more, so that a server that is gone is not taken for an empty queue.
      return received.isEmpty() && !Deadline.current().passed() ? look.at(line) : received;
    } finally {
      exit(queue, line);
    }
  }

  /**
   * Looks because of a signal; where that fails the signal is somebody else's. A server that cannot
   * be reached now is looked for again: the signal may be that another connection has returned.
   * Deliveries whose answer was lost come again when their visibility has run out.
   */
  private static List<Delivery> lookOnSignal(Look look, Line line) {
    try {
      return look.at(line);
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.UNAVAILABLE) {
        line.due(AGAIN_MILLIS);
        return List.of();
      }
      line.signal(1);
      throw e;
    }
  }

  private Line enter(String queue) {
    Line line =
        lines.compute(
            queue,
            (key, there) -> {
              Line joined = there == null ? new Line() : there;
              joined.users.incrementAndGet();
              return joined;
            });
    try {
      signals.join(queue, line);
    } catch (RuntimeException e) {
      exit(queue, line);
      throw e;
    }
    return line;
  }

  private void exit(String queue, Line line) {
    if (lines.computeIfPresent(
            queue, (key, there) -> there.users.decrementAndGet() > 0 ? there : null)
        == null) {
      signals.leave(queue, line);
    }
  }

  /** Returns the queues for which somebody waits at this moment. */
  public Set<String> queues() {
    return Set.copyOf(lines.keySet());
  }

  /** Returns those who wait for a queue; null if nobody does. */
  public @Nullable Line of(String queue) {
    return lines.get(queue);
  }

  /** Lets all of them look, and find that the driver is closed. */
  public void close() {
    for (String queue : lines.keySet()) {
      lines.computeIfPresent(
          queue,
          (key, line) -> {
            line.signal(Integer.MAX_VALUE);
            return line;
          });
    }
  }

  /** Those who wait for one queue. */
  public final class Line {
    /** After this somebody looks even if nothing is due. */
    private static final long LONGEST_MILLIS = 86_400_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int looks;
    private boolean due;
    private long dueAt;

    /** Changed within the map only. */
    private final AtomicInteger users = new AtomicInteger();

    private Line() {}

    /** Waits for a reason to look at the queue; false if none has come when the time is up. */
    private boolean await(Deadline end) {
      lock.lock();
      try {
        for (; ; ) {
          long untilDue = due ? dueAt - System.nanoTime() : Long.MAX_VALUE;
          if (untilDue <= 0) {
            due = false;
            return true;
          }
          if (looks > 0) {
            looks--;
            return true;
          }
          long left = end.remainingNanos();
          if (left <= 0) {
            return false;
          }
          long unused = changed.awaitNanos(Math.min(left, untilDue));
        }
      } catch (InterruptedException e) {
        throw calls.failed(e, Effect.NONE);
      } finally {
        lock.unlock();
      }
    }

    /** Learns that a delivery is due in {@code millis}; negative for none. */
    public void due(long millis) {
      if (millis < 0) {
        return;
      }
      long at = System.nanoTime() + Math.min(millis, LONGEST_MILLIS) * 1_000_000;
      lock.lock();
      try {
        if (!due || at - dueAt < 0) {
          due = true;
          dueAt = at;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Lets so many of them look, or all, once each. */
    public void signal(int receivers) {
      lock.lock();
      try {
        // each needs one look after the last signal, whatever came before
        looks = (int) Math.min(users.get(), (long) looks + receivers);
        for (int i = 0; i < looks; i++) {
          changed.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
