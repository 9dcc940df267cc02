package io.patternsdk.concurrency.circuitbreaker;

/** For a breaker that counts failures in a row and nothing else. */
final class NoWindow extends Window {
  private volatile int failuresInARow;

  @Override
  boolean needsTime() {
    return false;
  }

  @Override
  void advance(long now) {}

  @Override
  void add(boolean failed, boolean slow, long now) {
    failuresInARow = failed ? failuresInARow + 1 : 0;
  }

  @Override
  FastPath tryAdd(long now) {
    return failuresInARow == 0 ? FastPath.COUNTED : FastPath.NOT_COUNTED;
  }

  @Override
  int failuresInARow() {
    return failuresInARow;
  }
}
