package io.patternsdk.core.layer;

import java.time.Duration;

/**
 * One call of an operation, as layers see it: the same for all its attempts. Immutable; each method
 * that sets something returns a changed copy.
 */
public final class Invocation {
  private final Operation operation;
  private final String target;
  private final long bytes;
  private final int items;
  private final boolean repeatable;
  private final Duration wait;

  private Invocation(
      Operation operation,
      String target,
      long bytes,
      int items,
      boolean repeatable,
      Duration wait) {
    this.operation = operation;
    this.target = target;
    this.bytes = bytes;
    this.items = items;
    this.repeatable = repeatable;
    this.wait = wait;
  }

  /**
   * Returns the call of an operation on one thing.
   *
   * @param target the key, topic, queue, stream or table as the driver is told it, namespace
   *     included; empty where a call has several or none
   */
  public static Invocation of(Operation operation, String target) {
    return new Invocation(operation, target, 0, 1, operation.repeatable(), Duration.ZERO);
  }

  /** Sets the bytes of the values or message bodies that are handed to the backend. */
  public Invocation bytes(long bytes) {
    return new Invocation(operation, target, bytes, items, repeatable, wait);
  }

  /** Sets of how many things it is about, such as the messages of a batch. */
  public Invocation items(int items) {
    return new Invocation(operation, target, bytes, items, repeatable, wait);
  }

  /** Sets whether this call may be repeated although it may have been applied. */
  public Invocation repeatable(boolean repeatable) {
    return new Invocation(operation, target, bytes, items, repeatable, wait);
  }

  /** Sets how long the caller asked it to wait. */
  public Invocation waiting(Duration wait) {
    return new Invocation(operation, target, bytes, items, repeatable, wait);
  }

  /** Returns what is called. */
  public Operation operation() {
    return operation;
  }

  /** Returns the key, topic, queue, stream or table; empty where there are several or none. */
  public String target() {
    return target;
  }

  /** Returns the bytes that are handed to the backend; zero where it is not known before. */
  public long bytes() {
    return bytes;
  }

  /** Returns of how many things it is about. */
  public int items() {
    return items;
  }

  /** Tells whether it may be repeated although it may have been applied. */
  public boolean repeatable() {
    return repeatable;
  }

  /** Returns how long the caller asked it to wait; zero if it did not ask. */
  public Duration requestedWait() {
    return wait;
  }

  @Override
  public String toString() {
    return target.isEmpty() ? operation.toString() : operation + " " + target;
  }
}
