package io.patternsdk.concurrency;

/** The places of a bulkhead. */
interface Permits {

  /** Takes one if one is free now. */
  boolean tryTake();

  /** Takes one, waiting at most so long. */
  boolean take(long nanos) throws InterruptedException;

  /** Gives one back. */
  void give();

  /** Changes how many there are. */
  void resize(int capacity);

  int capacity();

  int taken();

  int waiting();
}
