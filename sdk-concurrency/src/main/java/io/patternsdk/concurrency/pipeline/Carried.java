package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * An item with what was in force where it was submitted; an item without is passed on bare.
 *
 * @param item the item
 * @param ambience what was in force
 */
record Carried(Object item, Ambience ambience) {

  static Object parcel(Object item, @Nullable Ambience ambience) {
    return ambience == null ? item : new Carried(item, ambience);
  }

  static Object itemOf(Object parcel) {
    return parcel instanceof Carried carried ? carried.item() : parcel;
  }

  /** Tells whether its deadline has come. */
  static boolean late(Object parcel) {
    return parcel instanceof Carried carried && carried.ambience().passed();
  }

  /** Why an item fails whose deadline has come. */
  static RejectedException lateness() {
    return new RejectedException(Rejection.DEADLINE, "the deadline of the item has come");
  }

  static @Nullable Ambience ambienceOf(Object parcel) {
    return parcel instanceof Carried carried ? carried.ambience() : null;
  }
}
