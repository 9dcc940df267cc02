package io.patternsdk.observability;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Registers meters one after the other. A registry keeps the first that reads a value elsewhere and
 * warns of a second one; so whoever looks whether there is one, or takes one out first, has to be
 * alone, also with those who publish to the same registry through another object.
 */
final class Registration {
  private static final ReentrantLock LOCK = new ReentrantLock();

  private Registration() {}

  static <T> T alone(Supplier<T> work) {
    LOCK.lock();
    try {
      return work.get();
    } finally {
      LOCK.unlock();
    }
  }
}
