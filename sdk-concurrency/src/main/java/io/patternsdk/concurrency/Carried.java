package io.patternsdk.concurrency;

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

  static @Nullable Ambience ambienceOf(Object parcel) {
    return parcel instanceof Carried carried ? carried.ambience() : null;
  }
}
