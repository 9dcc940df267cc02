package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.table.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as the database writes and reads them in a session of {@link PostgresSessions#plain}. The
 * end of a day, 24:00:00, is {@link LocalTime#MAX}.
 */
final class PostgresValues {
  private static final String INFINITE = "infinity";
  private static final String BEFORE_CHRIST = " BC";
  private static final String END_OF_DAY = "24:00:00";
  private static final HexFormat HEX = HexFormat.of();

  private PostgresValues() {}

  /**
   * Returns a value of its text.
   *
   * @throws RuntimeException if it is none
   */
  static Object of(ColumnType type, String text) {
    return switch (type) {
      case BOOLEAN -> text.equals("t") || text.equals("true");
      case INT16 -> Short.valueOf(text);
      case INT32 -> Integer.valueOf(text);
      case INT64 -> Long.valueOf(text);
      case FLOAT32 -> Float.valueOf(text);
      case FLOAT64 -> Double.valueOf(text);
      case DECIMAL -> decimal(text);
      case STRING, JSON, OTHER -> text;
      case BYTES -> HEX.parseHex(text, 2, text.length());
      case DATE -> date(text);
      case TIME -> text.equals(END_OF_DAY) ? LocalTime.MAX : LocalTime.parse(text);
      case TIMESTAMP -> timestamp(text);
      case INSTANT -> instant(text);
      case UUID -> UUID.fromString(text);
    };
  }

  /** Numbers, and amounts of money such as {@code -$1,234.56}. */
  private static Object decimal(String text) {
    char last = text.charAt(text.length() - 1);
    if (last == 'N' || last == 'y') {
      return Double.valueOf(text);
    }
    boolean money = text.indexOf('$') >= 0 || text.indexOf(',') >= 0;
    return new BigDecimal(money ? text.replaceAll("[$,]", "") : text);
  }

  private static LocalDate date(String text) {
    if (text.endsWith(INFINITE)) {
      return text.startsWith("-") ? LocalDate.MIN : LocalDate.MAX;
    }
    boolean before = text.endsWith(BEFORE_CHRIST);
    return date(text, before ? text.length() - BEFORE_CHRIST.length() : text.length(), before);
  }

  private static LocalDate date(String text, int end, boolean before) {
    int year = Integer.parseInt(text, 0, end - 6, 10);
    int month = Integer.parseInt(text, end - 5, end - 3, 10);
    int day = Integer.parseInt(text, end - 2, end, 10);
    return LocalDate.of(before ? 1 - year : year, month, day);
  }

  private static LocalDateTime timestamp(String text) {
    if (text.endsWith(INFINITE)) {
      return text.startsWith("-") ? LocalDateTime.MIN : LocalDateTime.MAX;
    }
    return timestamp(text, text.endsWith(BEFORE_CHRIST));
  }

  private static LocalDateTime timestamp(String text, boolean before) {
    int space = text.indexOf(' ');
    int end = before ? text.length() - BEFORE_CHRIST.length() : text.length();
    return LocalDateTime.of(
        date(text, space, before), LocalTime.parse(text.subSequence(space + 1, end)));
  }

  /** The session is in UTC, so each ends with {@code +00}. */
  private static Instant instant(String text) {
    if (text.endsWith(INFINITE)) {
      return text.startsWith("-") ? Instant.MIN : Instant.MAX;
    }
    int zone = text.lastIndexOf('+');
    boolean before = text.endsWith(BEFORE_CHRIST);
    String local = text.substring(0, zone) + (before ? BEFORE_CHRIST : "");
    return timestamp(local, before).toInstant(ZoneOffset.UTC);
  }

  /** Returns the text of an available value; null if it is absent. */
  static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] bytes -> "\\x" + HEX.formatHex(bytes);
      case LocalDate date -> text(date);
      case LocalTime time -> time.equals(LocalTime.MAX) ? END_OF_DAY : time.toString();
      case LocalDateTime time -> text(time);
      case Instant time -> text(time);
      default -> value.toString();
    };
  }

  private static String text(LocalDate date) {
    if (date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN)) {
      return date.equals(LocalDate.MAX) ? INFINITE : "-" + INFINITE;
    }
    return era(date, day(date));
  }

  private static String text(LocalDateTime time) {
    if (time.equals(LocalDateTime.MAX) || time.equals(LocalDateTime.MIN)) {
      return time.equals(LocalDateTime.MAX) ? INFINITE : "-" + INFINITE;
    }
    return era(time.toLocalDate(), day(time.toLocalDate()) + " " + time.toLocalTime());
  }

  private static String text(Instant time) {
    if (time.equals(Instant.MAX) || time.equals(Instant.MIN)) {
      return time.equals(Instant.MAX) ? INFINITE : "-" + INFINITE;
    }
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return era(utc.toLocalDate(), day(utc.toLocalDate()) + " " + utc.toLocalTime() + "+00");
  }

  private static String day(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return "%04d-%02d-%02d".formatted(year, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String era(LocalDate date, String text) {
    return date.getYear() > 0 ? text : text + BEFORE_CHRIST;
  }
}
