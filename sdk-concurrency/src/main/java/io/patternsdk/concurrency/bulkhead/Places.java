package io.patternsdk.concurrency.bulkhead;

import io.patternsdk.concurrency.internal.Rows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many places there are and how many of them are taken, exactly, at every moment.
 *
 * <p>A word holds both: the capacity in its upper half, what is taken of it in the lower one. All
 * words together hold all places. Either these lie in the center, or they are spread over stripes,
 * so that threads do not meet, and the center is empty. What the stripes cannot serve gathers them
 * in the center again: only there is it decided that no place is free, or none to be given back.
 */
final class Places {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int ROW = Rows.LENGTH;
  private static final int ROWS =
      Integer.highestOneBit(Math.min(16, Runtime.getRuntime().availableProcessors() * 4));

  /** What is where no places are. */
  private static final long NONE = 0;

  private final AtomicLong center;

  /** Laid out as {@link Rows} are, of which the first stays empty. */
  private final long[] stripes;

  private final int mask;
  private final ReentrantLock lock = new ReentrantLock();

  Places(int capacity) {
    this(capacity, ROWS);
  }

  /** Spreads them over so many stripes, a power of two. */
  Places(int capacity, int rows) {
    center = new AtomicLong(word(capacity, 0));
    stripes = new long[Rows.FIRST + rows * ROW];
    mask = rows * ROW - 1;
    spread();
  }

  /** Takes one out of the calling thread's stripe. */
  boolean takeNear() {
    return inStripe(own(), 1);
  }

  /** Takes one; false if all were taken. */
  boolean take() {
    if (inStripes(1)) {
      return true;
    }
    long word;
    do {
      word = gathered();
      if (taken(word) >= capacity(word)) {
        return false;
      }
    } while (!center.weakCompareAndSetVolatile(word, word + 1));
    return true;
  }

  /** Gives one back to the calling thread's stripe. */
  boolean giveNear() {
    return inStripe(own(), -1);
  }

  /**
   * Gives one back; returns whether somebody who waits may take it and is to be woken.
   *
   * @throws IllegalStateException if none is taken
   */
  boolean give() {
    if (inStripes(-1)) {
      return false;
    }
    long word;
    do {
      word = gathered();
      if (taken(word) == 0) {
        throw new IllegalStateException("more places are given back than were taken");
      }
    } while (!center.weakCompareAndSetVolatile(word, word - 1));
    return true;
  }

  /** Changes the capacity; whoever waits is to be woken. */
  void resize(int capacity) {
    long word;
    do {
      word = gathered();
    } while (!center.weakCompareAndSetVolatile(word, word(capacity, taken(word))));
  }

  int capacity() {
    return capacity(gathered());
  }

  int taken() {
    return taken(gathered());
  }

  /** Tells whether one may be free. */
  boolean mayBeFree() {
    long word = center.get();
    return word == NONE || taken(word) < capacity(word);
  }

  private boolean inStripes(int step) {
    int own = own();
    for (int i = 0; i <= mask; i += ROW) {
      if (inStripe(own ^ i, step)) {
        return true;
      }
    }
    return false;
  }

  private boolean inStripe(int row, int step) {
    int stripe = Rows.FIRST + row;
    long word = (long) WORD.getVolatile(stripes, stripe);
    while (step > 0 ? taken(word) < capacity(word) : taken(word) > 0) {
      if (WORD.weakCompareAndSet(stripes, stripe, word, word + step)) {
        return true;
      }
      word = (long) WORD.getVolatile(stripes, stripe);
    }
    return false;
  }

  private int own() {
    return (int) Thread.currentThread().threadId() * ROW & mask;
  }

  /**
   * Spreads them over the stripes if half of them are free. Not while anybody waits: who begins to
   * wait meanwhile finds the center empty and gathers them, or is woken by one of those who have
   * given that half back.
   */
  void spread() {
    long word = center.get();
    int rows = stripes.length / ROW - 1;
    if (capacity(word) < 2 * rows || taken(word) > capacity(word) / 2) {
      return;
    }
    lock.lock();
    try {
      if (word != NONE && center.compareAndSet(word, NONE)) {
        for (int row = 0; row < rows; row++) {
          int share = share(capacity(word), row, rows);
          WORD.setVolatile(
              stripes, Rows.FIRST + row * ROW, word(share, share(taken(word), row, rows)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static int share(int whole, int row, int rows) {
    return whole / rows + (row < whole % rows ? 1 : 0);
  }

  /** Returns the word of the center when all places are there. */
  private long gathered() {
    long word = center.get();
    return word == NONE ? gather() : word;
  }

  private long gather() {
    lock.lock();
    try {
      long word = center.get();
      if (word == NONE) {
        for (int i = Rows.FIRST; i < stripes.length; i += ROW) {
          word += (long) WORD.getAndSet(stripes, i, NONE);
        }
        center.set(word);
      }
      return word;
    } finally {
      lock.unlock();
    }
  }

  private static long word(int capacity, int taken) {
    return (long) capacity << Integer.SIZE | taken;
  }

  private static int capacity(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  private static int taken(long word) {
    return (int) word;
  }
}
