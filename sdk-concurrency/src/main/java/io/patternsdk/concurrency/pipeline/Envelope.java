package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * An item with what was in force where it was submitted; an item without is passed on bare.
 *
 * @param item the item
 * @param context what was in force
 */
record Envelope(Object item, SubmitterContext context) {

  static Object wrap(Object item, @Nullable SubmitterContext context) {
    return context == null ? item : new Envelope(item, context);
  }

  static Object unwrap(Object entry) {
    return entry instanceof Envelope envelope ? envelope.item() : entry;
  }

  /** Tells whether its deadline has come. */
  static boolean expired(Object entry) {
    return entry instanceof Envelope envelope && envelope.context().passed();
  }

  /** Why an item fails whose deadline has come. */
  static RejectedException expiry() {
    return new RejectedException(Rejection.DEADLINE, "the deadline of the item has come");
  }

  static @Nullable SubmitterContext contextOf(Object entry) {
    return entry instanceof Envelope envelope ? envelope.context() : null;
  }
}
