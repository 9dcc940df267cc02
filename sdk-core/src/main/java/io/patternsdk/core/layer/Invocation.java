package io.patternsdk.core.layer;

import java.time.Duration;

/**
 * One call of an operation, as layers see it: the same for all its attempts. Immutable; each method
 * that sets something returns a changed copy.
 */
public final class Invocation {
  private static final Details ONCE = new Details(0, 1, false, Duration.ZERO);
  private static final Details REPEATABLE = new Details(0, 1, true, Duration.ZERO);

  private final Operation operation;
  private final String target;
  private final Details details;

  private Invocation(Operation operation, String target, Details details) {
    this.operation = operation;
    this.target = target;
    this.details = details;
  }

  /** What most calls have in common, so that those share it. */
  private record Details(long bytes, int items, boolean repeatable, Duration requestedWait) {}

  /**
   * Returns the call of an operation on one thing.
   *
   * @param target the key, topic, queue, stream or table as the driver is told it, namespace
   *     included; empty where a call has several or none
   */
  public static Invocation of(Operation operation, String target) {
    return new Invocation(operation, target, operation.repeatable() ? REPEATABLE : ONCE);
  }

  private Invocation with(long bytes, int items, boolean repeatable, Duration wait) {
    return new Invocation(operation, target, new Details(bytes, items, repeatable, wait));
  }

  /** Sets the bytes of the values or message bodies that are handed to the backend. */
  public Invocation bytes(long bytes) {
    return with(bytes, items(), repeatable(), requestedWait());
  }

  /** Sets of how many things it is about, such as the messages of a batch. */
  public Invocation items(int items) {
    return with(bytes(), items, repeatable(), requestedWait());
  }

  /** Sets whether this call may be repeated although it may have been applied. */
  public Invocation repeatable(boolean repeatable) {
    return with(bytes(), items(), repeatable, requestedWait());
  }

  /** Sets how long the caller asked it to wait. */
  public Invocation waiting(Duration wait) {
    return with(bytes(), items(), repeatable(), wait);
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
    return details.bytes();
  }

  /** Returns of how many things it is about. */
  public int items() {
    return details.items();
  }

  /** Tells whether it may be repeated although it may have been applied. */
  public boolean repeatable() {
    return details.repeatable();
  }

  /** Returns how long the caller asked it to wait; zero if it did not ask. */
  public Duration requestedWait() {
    return details.requestedWait();
  }

  @Override
  public String toString() {
    return target.isEmpty() ? operation.toString() : operation + " " + target;
  }
}
