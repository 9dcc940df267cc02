package io.patternsdk.concurrency.bulkhead;

/**
 * Who waits for the permits of a bulkhead, and who comes when the calling thread's stripe cannot
 * help.
 */
interface ResizableSemaphore {

  /** Takes one if one is free now. */
  boolean tryAcquire();

  /** Takes one, waiting at most so long. */
  boolean tryAcquire(long nanos) throws InterruptedException;

  /** Gives one back. */
  void release();

  /** Changes how many there are. */
  void resize(int capacity);

  int waiting();
}
