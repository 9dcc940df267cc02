package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches what a call of a backend throws. */
final class Failures {
  private Failures() {}

  static BackendException of(ThrowingCallable call) {
    return catchThrowableOfType(BackendException.class, call);
  }

  static String kindAndEffect(ThrowingCallable call) {
    return kindAndEffect(of(call));
  }

  static String kindAndEffect(BackendException e) {
    return e.kind() + " " + e.effect();
  }
}
