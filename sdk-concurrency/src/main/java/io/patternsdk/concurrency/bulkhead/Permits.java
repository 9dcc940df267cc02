package io.patternsdk.concurrency.bulkhead;

/**
 * Who waits for the places of a bulkhead, and who comes when the calling thread's stripe cannot
 * help.
 */
interface Permits {

  /** Takes one if one is free now. */
  boolean tryTake();

  /** Takes one, waiting at most so long. */
  boolean take(long nanos) throws InterruptedException;

  /** Gives one back. */
  void give();

  /** Changes how many there are. */
  void resize(int capacity);

  int waiting();
}
