package io.patternsdk.cdc.internal.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** What Debezium makes of numbers and times that have no plain form. */
final class CompatibleTimes {
  /** What PostgreSQL's driver for Java has for infinity, and with it Debezium. */
  static final long LATEST = 9_223_372_036_825_200_000L;

  static final long EARLIEST = -9_223_372_036_832_400_000L;

  /** Days that come of what the driver has where an int is too small, in a snapshot. */
  private static final long LATEST_READ = -622_191_234L;

  private static final long EARLIEST_READ = -625_821_272L;

  /** The same in a change. */
  private static final long LATEST_TOLD = -2_147_472_692L;

  private static final long EARLIEST_TOLD = -2_147_472_691L;

  private CompatibleTimes() {}

  static long infinite(LocalDate date, boolean read) {
    boolean latest = date.equals(LocalDate.MAX);
    return read ? latest ? LATEST_READ : EARLIEST_READ : latest ? LATEST_TOLD : EARLIEST_TOLD;
  }

  static long infinite(LocalDateTime time, boolean millis) {
    long micros = time.equals(LocalDateTime.MAX) ? LATEST : EARLIEST;
    return millis ? micros / 1_000 : micros;
  }

  /** Returns a moment with as many digits of a second as its column has. */
  static String zoned(Instant time, int digits) {
    DateTimeFormatterBuilder form = new DateTimeFormatterBuilder();
    form.appendPattern("uuuu-MM-dd'T'HH:mm:ss");
    if (digits > 0) {
      form.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true);
    }
    return form.appendLiteral('Z').toFormatter(Locale.ROOT).format(time.atOffset(ZoneOffset.UTC));
  }

  /** Returns what is no number as a text. */
  static String noNumber(Double number) {
    return number.isNaN() ? "NAN" : number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
  }
}
