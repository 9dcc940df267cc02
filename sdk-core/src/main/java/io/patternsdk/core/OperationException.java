package io.patternsdk.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a backend did not succeed: the backend failed ({@link BackendException}) or was
 * never called ({@link RejectedException}).
 *
 * <p>Where it happened (slot, driver, operation) is filled in once, by the core, on the way out.
 */
public abstract class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private @Nullable String operation;
  private @Nullable String slot;
  private @Nullable String driver;

  OperationException(String message, @Nullable Throwable cause, boolean trace) {
    super(message, cause, trace, trace);
  }

  /** Returns what the operation may have done: {@link Effect#NONE} means that repeating is safe. */
  public abstract Effect effect();

  /** Returns how long the backend asked to be left alone, if it did. */
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /** Returns the name of the operation, such as {@code get}; empty before the core has seen it. */
  public Optional<String> operation() {
    return Optional.ofNullable(operation);
  }

  /** Returns the slot or backend that was called; empty before the core has seen it. */
  public Optional<String> slot() {
    return Optional.ofNullable(slot);
  }

  /** Returns the name of the driver; empty before the core has seen it. */
  public Optional<String> driver() {
    return Optional.ofNullable(driver);
  }

  /** Notes where it happened, unless that is known already. Called by the core. */
  public final void locate(String slot, String driver, String operation) {
    if (this.operation == null && locatable()) {
      this.slot = slot;
      this.driver = driver;
      this.operation = operation;
    }
  }

  /** Returns the message without the place. */
  final String what() {
    return String.valueOf(super.getMessage());
  }

  /** Notes that it happened where another one did, if that is known. */
  final void locateAs(OperationException other) {
    this.operation = other.operation;
    this.slot = other.slot;
    this.driver = other.driver;
  }

  /** Tells whether this instance belongs to one call only. */
  boolean locatable() {
    return true;
  }

  /** What kind of failure this is, in few words. */
  abstract String label();

  /** The class, what kind of failure it is with its effect, and the message. */
  @Override
  public String toString() {
    return getClass().getName() + " (" + label() + "): " + getMessage();
  }

  @Override
  public String getMessage() {
    return operation == null ? what() : slot + " (" + driver + ") " + operation + ": " + what();
  }
}
