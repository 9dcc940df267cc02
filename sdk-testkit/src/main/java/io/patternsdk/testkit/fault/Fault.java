package io.patternsdk.testkit.fault;

import io.patternsdk.core.ErrorKind;
import java.time.Duration;

/** What happens to a call instead of its answer. */
public sealed interface Fault {

  /** The driver is not called; the error says that nothing was applied. */
  static Fault refused(ErrorKind kind) {
    return new Failure(kind, Landing.NEVER);
  }

  /** The driver is called and its answer dropped; the error's effect is unknown. */
  static Fault lost(ErrorKind kind) {
    return new Failure(kind, Landing.ALWAYS);
  }

  /** The driver is called or not as the seed has it; the error's effect is unknown. */
  static Fault ambiguous(ErrorKind kind) {
    return new Failure(kind, Landing.EITHER);
  }

  /** The call starts later by the plan's clock; then further faults may strike it. */
  static Fault delayed(Duration duration) {
    return new Delay(duration);
  }

  /** Whether a call that fails is applied. */
  enum Landing {
    /** It is not, and its error says so. */
    NEVER,
    /** It is, and its error does not know. */
    ALWAYS,
    /** As chance has it, and its error does not know. */
    EITHER
  }

  /**
   * The call fails.
   *
   * @param kind with what
   * @param landing whether it is applied all the same
   */
  record Failure(ErrorKind kind, Landing landing) implements Fault {}

  /**
   * The call is late.
   *
   * @param duration by how much
   */
  record Delay(Duration duration) implements Fault {}
}
