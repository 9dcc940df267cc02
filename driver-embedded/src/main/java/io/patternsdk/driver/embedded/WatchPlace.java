package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.WatchToken;

/**
 * How far a watch has come in the order of changes.
 *
 * @param after the number of the last change that was looked at
 * @param snapshot the number up to which all that is there has to come first; 0 if it has, −1 if
 *     that has not begun
 */
record WatchPlace(long after, long snapshot) {
  /** The place of a watch that has to begin anew. */
  static final WatchPlace BEFORE_ALL = new WatchPlace(0, -1);

  /** Returns the place before all that there is when the last change has a number. */
  static WatchPlace snapshot(long last) {
    return new WatchPlace(0, Math.max(1, last));
  }

  /** Returns the place that a token names; the beginning if it is of another opening. */
  static WatchPlace parse(WatchToken token, ChangeOrder changes) {
    String text = token.text();
    String start = changes.name + ".";
    String number = text.startsWith(start) ? text.substring(start.length()) : "";
    return number.matches("\\d{1,18}") && Long.parseLong(number) <= changes.last()
        ? new WatchPlace(Long.parseLong(number), 0)
        : BEFORE_ALL;
  }

  /** Nobody goes on within a snapshot. */
  WatchToken token(ChangeOrder changes) {
    return new WatchToken(changes.name + "." + (snapshot == 0 ? after : "snapshot"));
  }

  boolean begins() {
    return snapshot < 0;
  }

  boolean snapping() {
    return snapshot > 0;
  }

  /** What was forgotten up to this number was not to come. */
  long floor() {
    return Math.max(after, snapshot);
  }

  WatchPlace at(long number) {
    return new WatchPlace(number, snapshot);
  }

  WatchPlace synced() {
    return new WatchPlace(after, 0);
  }
}
