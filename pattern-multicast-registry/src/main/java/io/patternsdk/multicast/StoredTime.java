package io.patternsdk.multicast;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads times as this pattern stores them, {@code 2026-01-31T23:59:59.999Z}, without the machinery
 * of a formatter, which took a fifth of an enumeration; any other form goes there.
 */
final class StoredTime {
  private static final String FORM = "0000-00-00T00:00:00.000Z";

  private StoredTime() {}

  /**
   * Reads a time.
   *
   * @throws java.time.DateTimeException if it is none
   */
  static Instant parse(String text) {
    if (!hasForm(text) || number(text, 11, 13) > 23) {
      return Instant.parse(text);
    }
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    long ofDay = (number(text, 11, 13) * 60L + minute) * 60 + second;
    return Instant.ofEpochSecond(
        day.toEpochDay() * 86_400 + ofDay, number(text, 20, 23) * 1_000_000L);
  }

  private static boolean hasForm(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char c = text.charAt(i);
      boolean fits = FORM.charAt(i) == '0' ? c >= '0' && c <= '9' : c == FORM.charAt(i);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
