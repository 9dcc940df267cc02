package io.patternsdk.driver.embedded.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Numbers that are never given twice, not even after a crash: they are reserved in the journal by
 * the million, ahead of the changes that use them.
 */
public final class Sequence {
  private static final long BLOCK = 1 << 20;

  private final Journal journal;
  private final AtomicLong last;
  private final ReentrantLock reserving = new ReentrantLock();
  private volatile long reserved;

  /** Goes on after {@code start}, up to which numbers may have been given. */
  public Sequence(Journal journal, long start) {
    this.journal = journal;
    this.last = new AtomicLong(start);
    this.reserved = start;
  }

  public long next() {
    long number = last.incrementAndGet();
    if (number > reserved) {
      reserve(number);
    }
    return number;
  }

  /** The journal has the reservation before anybody hands it a change with such a number. */
  private void reserve(long number) {
    reserving.lock();
    try {
      if (number > reserved) {
        journal.reserved(number + BLOCK);
        reserved = number + BLOCK;
      }
    } finally {
      reserving.unlock();
    }
  }
}
