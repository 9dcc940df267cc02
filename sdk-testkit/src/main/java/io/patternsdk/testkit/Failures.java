package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches what a call of a backend throws. */
public final class Failures {
  private Failures() {}

  /**
   * Returns what {@code call} throws.
   *
   * @throws AssertionError if it throws nothing, or something else
   */
  public static BackendException of(ThrowingCallable call) {
    return catchThrowableOfType(BackendException.class, call);
  }

  /** Returns kind and effect of what {@code call} throws, such as {@code UNAVAILABLE NONE}. */
  public static String kindAndEffect(ThrowingCallable call) {
    return kindAndEffect(of(call));
  }

  /** Returns kind and effect, such as {@code UNAVAILABLE NONE}. */
  public static String kindAndEffect(BackendException e) {
    return e.kind() + " " + e.effect();
  }
}
