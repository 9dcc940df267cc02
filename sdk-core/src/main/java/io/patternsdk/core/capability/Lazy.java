package io.patternsdk.core.capability;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made once, when it is first asked for. Thread-safe. */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> source;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;

  Lazy(Supplier<T> source) {
    this.source = source;
  }

  static <T> Lazy<T> of(T value) {
    return new Lazy<>(() -> value);
  }

  @Override
  public T get() {
    T made = value;
    return made == null ? make() : made;
  }

  private T make() {
    lock.lock();
    try {
      T made = value;
      if (made == null) {
        made = source.get();
        value = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }
}
