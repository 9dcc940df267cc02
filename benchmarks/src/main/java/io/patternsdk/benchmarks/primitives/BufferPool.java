package io.patternsdk.benchmarks.primitives;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of heap buffers of one size, as plain as one can be that several threads share:
 * the candidate that has to be faster than allocating. What does not fit is allocated and dropped.
 */
final class BufferPool {
  private final int size;
  private final AtomicReferenceArray<@Nullable ByteBuffer> slots;
  private final LongAdder taken = new LongAdder();

  /** Makes an empty one of so many slots; a power of two. */
  BufferPool(int slots, int size) {
    this.size = size;
    this.slots = new AtomicReferenceArray<>(slots);
  }

  /** Returns an empty buffer of at least so many bytes; to be given back once. */
  ByteBuffer take(int bytes) {
    taken.increment();
    if (bytes > size) {
      return ByteBuffer.allocate(bytes);
    }
    int first = first();
    for (int i = 0; i < slots.length(); i++) {
      int at = (first + i) & (slots.length() - 1);
      ByteBuffer free = slots.getPlain(at) == null ? null : slots.getAndSet(at, null);
      if (free != null) {
        return free.clear();
      }
    }
    return ByteBuffer.allocate(size);
  }

  /** Takes a buffer back. */
  void give(ByteBuffer buffer) {
    taken.decrement();
    if (buffer.capacity() != size) {
      return;
    }
    int first = first();
    for (int i = 0; i < slots.length(); i++) {
      int at = (first + i) & (slots.length() - 1);
      if (slots.getPlain(at) == null && slots.compareAndSet(at, null, buffer)) {
        return;
      }
    }
  }

  /** Returns how many are taken and not given back: more than 0 when all is done is a leak. */
  long leaked() {
    return taken.sum();
  }

  /** Threads begin at slots of their own, so that they do not contend for the first one. */
  private int first() {
    return (int) (Thread.currentThread().threadId() * 256) & (slots.length() - 1);
  }
}
