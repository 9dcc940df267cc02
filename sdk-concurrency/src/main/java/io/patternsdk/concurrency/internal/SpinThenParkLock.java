package io.patternsdk.concurrency.internal;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for what takes some nanoseconds: whoever finds it held tries again for a microsecond or
 * two before being put to sleep, which costs both sides several.
 */
public final class SpinThenParkLock extends ReentrantLock {
  private static final long serialVersionUID = 1;
  private static final int TRIES = 100;

  @Override
  public void lock() {
    for (int i = 0; i < TRIES; i++) {
      if (tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    super.lock();
  }
}
