package io.patternsdk.concurrency.bulkhead;

import io.patternsdk.concurrency.internal.Stripes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many permits there are and how many of them are taken, exactly, at every moment.
 *
 * <p>A word holds both: the capacity in its upper half, what is taken of it in the lower one. All
 * words together hold all permits. Either these lie in the center, or they are spread over stripes,
 * so that threads do not meet, and the center is empty. What the stripes cannot serve gathers them
 * in the center again: only there is it decided that no permit is free, or none to be given back.
 */
final class StripedPermits {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIDE = Stripes.STRIDE;
  private static final int STRIPES =
      Integer.highestOneBit(Math.min(16, Runtime.getRuntime().availableProcessors() * 4));

  /** What is where no permits are. */
  private static final long NONE = 0;

  private final AtomicLong center;

  /** Laid out as {@link Stripes} are, of which the first stays empty. */
  private final long[] stripes;

  private final int mask;
  private final ReentrantLock lock = new ReentrantLock();

  StripedPermits(int capacity) {
    this(capacity, STRIPES);
  }

  /** Spreads them over so many stripes, a power of two. */
  StripedPermits(int capacity, int count) {
    center = new AtomicLong(word(capacity, 0));
    stripes = new long[Stripes.FIRST + count * STRIDE];
    mask = count * STRIDE - 1;
    spread();
  }

  /** Takes one out of the calling thread's stripe. */
  boolean tryAcquireNear() {
    return inStripe(own(), 1);
  }

  /** Takes one; false if all were taken. */
  boolean tryAcquire() {
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
  boolean tryReleaseNear() {
    return inStripe(own(), -1);
  }

  /**
   * Gives one back; returns whether somebody who waits may take it and is to be woken.
   *
   * @throws IllegalStateException if none is taken
   */
  boolean release() {
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
  boolean mayBeAvailable() {
    long word = center.get();
    return word == NONE || taken(word) < capacity(word);
  }

  private boolean inStripes(int step) {
    int own = own();
    for (int i = 0; i <= mask; i += STRIDE) {
      if (inStripe(own ^ i, step)) {
        return true;
      }
    }
    return false;
  }

  private boolean inStripe(int index, int step) {
    int stripe = Stripes.FIRST + index;
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
    return (int) Thread.currentThread().threadId() * STRIDE & mask;
  }

  /**
   * Spreads them over the stripes if half of them are free. Not while anybody waits: who begins to
   * wait meanwhile finds the center empty and gathers them, or is woken by one of those who have
   * given that half back.
   */
  void spread() {
    long word = center.get();
    int count = stripes.length / STRIDE - 1;
    if (capacity(word) < 2 * count || taken(word) > capacity(word) / 2) {
      return;
    }
    lock.lock();
    try {
      if (word != NONE && center.compareAndSet(word, NONE)) {
        for (int index = 0; index < count; index++) {
          int share = share(capacity(word), index, count);
          WORD.setVolatile(
              stripes,
              Stripes.FIRST + index * STRIDE,
              word(share, share(taken(word), index, count)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static int share(int whole, int index, int count) {
    return whole / count + (index < whole % count ? 1 : 0);
  }

  /** Returns the word of the center when all permits are there. */
  private long gathered() {
    long word = center.get();
    return word == NONE ? gather() : word;
  }

  private long gather() {
    lock.lock();
    try {
      long word = center.get();
      if (word == NONE) {
        for (int i = Stripes.FIRST; i < stripes.length; i += STRIDE) {
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
