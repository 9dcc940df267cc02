package io.patternsdk.concurrency.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One end of a queue. It belongs to the thread that puts there, or takes; others may only ask how
 * far it is, by its {@link #index}.
 */
final class QueueEnd extends Padding {
  /** How many places a chunk has; a power of 2. One more holds the next chunk. */
  private static final int CHUNK = 128;

  private static final VarHandle INDEX;

  static {
    try {
      INDEX = MethodHandles.lookup().findVarHandle(QueueEnd.class, "index", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long index;

  /** Up to where it may go without looking at the other end. */
  private long bound;

  /** Up to where it may go in this chunk, which is not past the bound. */
  private long limit;

  private @Nullable Object[] chunk;

  private QueueEnd(@Nullable Object[] chunk) {
    this.chunk = chunk;
  }

  /** Makes the end where items are put. */
  static QueueEnd tail() {
    return new QueueEnd(newChunk());
  }

  /** Makes the end where the items are taken that are put at this one. */
  QueueEnd head() {
    return new QueueEnd(chunk);
  }

  private static @Nullable Object[] newChunk() {
    return new @Nullable Object[CHUNK + 1];
  }

  /** How many have passed; all that was done with them before is seen. */
  long index() {
    return (long) INDEX.getAcquire(this);
  }

  /** Puts an item if there is room. */
  boolean offer(Object item, QueueEnd head, int capacity) {
    long at = index;
    if (at == limit) {
      if (at == bound) {
        bound = head.index() + capacity;
      }
      if (at == bound) {
        return false;
      }
      if (startsChunk(at)) {
        @Nullable Object[] fresh = newChunk();
        chunk[CHUNK] = fresh;
        chunk = fresh;
      }
      limit = Math.min(bound, endOfChunk(at));
    }
    chunk[place(at)] = item;
    INDEX.setRelease(this, at + 1);
    return true;
  }

  /** Takes an item if there is one. */
  @Nullable Object poll(QueueEnd tail) {
    long at = index;
    if (at == limit) {
      if (at == bound) {
        bound = tail.index();
      }
      if (at == bound) {
        return null;
      }
      if (startsChunk(at) && chunk[CHUNK] instanceof @Nullable Object[] next) {
        chunk[CHUNK] = null; // an old chunk must not keep the next ones alive
        chunk = next;
      }
      limit = Math.min(bound, endOfChunk(at));
    }
    Object item = chunk[place(at)];
    chunk[place(at)] = null;
    INDEX.setRelease(this, at + 1);
    return item;
  }

  private static int place(long at) {
    return (int) at & (CHUNK - 1);
  }

  private static boolean startsChunk(long at) {
    return place(at) == 0 && at > 0;
  }

  private static long endOfChunk(long at) {
    return (at | (CHUNK - 1)) + 1;
  }
}
