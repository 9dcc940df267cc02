package io.patternsdk.concurrency.internal;

import io.patternsdk.concurrency.Result;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What became of many pieces of work, one slot for each: the value itself if it ended well, else
 * the result, nothing if it has not ended. As a list it is complete and does not change any more.
 */
final class ResultList<T> extends AbstractList<Result<T>> implements RandomAccess {
  private final AtomicReferenceArray<@Nullable Object> slots;

  ResultList(int size) {
    this.slots = new AtomicReferenceArray<>(size);
  }

  /**
   * Keeps the value of a piece of work; a value that could be taken for something else is wrapped.
   */
  void succeed(int index, T value) {
    boolean bare = value != null && !(value instanceof Result);
    slots.setRelease(index, bare ? value : new Result.Success<>(value));
  }

  void fail(int index, Throwable cause) {
    slots.setRelease(index, new Result.Failure<>(cause));
  }

  /** Returns what is there now, and that the rest is unfinished: of that, {@code begun} began. */
  ResultList<T> soFar(int begun) {
    ResultList<T> copy = new ResultList<>(size());
    for (int i = 0; i < size(); i++) {
      Object slot = slots.getAcquire(i);
      copy.slots.setPlain(i, slot == null ? new Result.Unfinished<>(i < begun) : slot);
    }
    return copy;
  }

  @Override
  @SuppressWarnings("unchecked") // what a slot holds was put there by succeed, fail or soFar
  public Result<T> get(int index) {
    Object slot = slots.getAcquire(index);
    return slot instanceof Result ? (Result<T>) slot : new Result.Success<>((T) slot);
  }

  @Override
  public int size() {
    return slots.length();
  }
}
