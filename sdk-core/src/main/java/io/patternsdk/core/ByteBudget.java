package io.patternsdk.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that a process may keep for others at one time: messages that wait for subscribers,
 * events for slow clients, entries of a listing. All who keep such things share one, because bounds
 * for each of them add up to more than the heap has.
 *
 * <p>A share may grow as long as it holds no more than is free: one that is stuck ends up with half
 * of the budget, two with a third each, and something is always left for those who are not. What is
 * refused is said by whoever asked, in its own way: a gap among messages, a wait, a refused call.
 * Thread-safe.
 */
public final class ByteBudget {
  private static final int HEAP_SHARE = 4;

  private final long capacity;
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();

  private ByteBudget(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Creates one of so many bytes.
   *
   * @throws IllegalArgumentException if they are not positive
   */
  public static ByteBudget of(long capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException(
          "a budget has " + capacity + " bytes; more than zero work");
    }
    return new ByteBudget(capacity);
  }

  /** Creates one of a quarter of the largest heap that this JVM may have. */
  public static ByteBudget ofHeap() {
    return of(Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
  }

  /** Opens a share, which holds nothing at first. */
  public Share share() {
    return new Share();
  }

  /** Returns how many bytes there are. */
  public long capacity() {
    return capacity;
  }

  /** Returns how many bytes all shares hold now; {@link Share#charge} may make it the greater. */
  public long reserved() {
    return reserved.get();
  }

  /** Returns how often bytes were refused. */
  public long refused() {
    return refused.sum();
  }

  private void takeBack(long bytes) {
    reserved.addAndGet(-bytes);
    if (waiting.get() > 0) {
      lock.lock();
      try {
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * What one subscriber, stream or walk holds of the budget. Closing it gives everything back; it
   * is not used after that. Thread-safe.
   */
  public final class Share implements AutoCloseable {
    private final AtomicLong held = new AtomicLong();

    private Share() {}

    /** Reserves bytes if there is room; never blocks. */
    public boolean tryReserve(long bytes) {
      boolean fits = fits(bytes);
      if (!fits) {
        refused.increment();
      }
      return fits;
    }

    /**
     * Reserves bytes, waiting until there is room for at most {@code limit} and the deadline.
     *
     * @throws RejectedException FULL if there was none, at once if there can never be
     * @throws BackendException CANCELLED if the thread is interrupted; the flag stays set
     */
    public void reserve(long bytes, Duration limit) {
      if (!fits(bytes) && (bytes > capacity || !await(bytes, limit))) {
        refused.increment();
        throw full(bytes);
      }
    }

    /** Reserves bytes that are in memory already, whether or not there is room. */
    public void charge(long bytes) {
      held.addAndGet(bytes);
      reserved.addAndGet(bytes);
    }

    /**
     * Gives bytes back.
     *
     * @throws IllegalArgumentException if it does not hold so many
     */
    public void release(long bytes) {
      if (held.addAndGet(-bytes) < 0) {
        held.addAndGet(bytes);
        throw new IllegalArgumentException(
            "gives back " + bytes + " bytes and holds only " + held.get());
      }
      takeBack(bytes);
    }

    /** Returns how many bytes it holds. */
    public long held() {
      return held.get();
    }

    @Override
    public void close() {
      takeBack(held.getAndSet(0));
    }

    private boolean fits(long bytes) {
      long mine = held.addAndGet(bytes);
      long all = reserved.get();
      while (mine <= capacity - all) {
        if (reserved.compareAndSet(all, all + bytes)) {
          return true;
        }
        all = reserved.get();
      }
      held.addAndGet(-bytes);
      return false;
    }

    private boolean await(long bytes, Duration limit) {
      Deadline deadline = Deadline.after(limit).sooner(Deadline.current());
      waiting.incrementAndGet(); // before looking once more, so that no release goes unheard
      lock.lock();
      try {
        while (!fits(bytes)) {
          if (deadline.passed()) {
            return false;
          }
          long unused = released.awaitNanos(deadline.remainingNanos());
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BackendException(
            ErrorKind.CANCELLED, Effect.NONE, "interrupted while waiting for memory", e);
      } finally {
        lock.unlock();
        waiting.decrementAndGet();
      }
    }

    private RejectedException full(long bytes) {
      return new RejectedException(
          Rejection.FULL,
          "no room in memory for "
              + bytes
              + " bytes more: "
              + reserved()
              + " of "
              + capacity
              + " are taken (buffer_memory)",
          Duration.ofSeconds(1));
    }
  }
}
