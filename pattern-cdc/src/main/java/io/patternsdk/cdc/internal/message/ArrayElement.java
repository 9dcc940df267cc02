package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The elements of PostgreSQL's arrays as values that a column of their type has. */
final class ArrayElement {
  private static final Pattern MODIFIED = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");
  private static final String INFINITE = "infinity";

  /** A day, with a time or without, of any year; of a moment in a session that is in UTC. */
  private static final DateTimeFormatter TIMES =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NOT_NEGATIVE)
          .appendPattern("-MM-dd")
          .optionalStart()
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .appendLiteral("+00")
          .optionalEnd()
          .optionalStart()
          .appendText(ChronoField.ERA, Map.of(0L, " BC"))
          .optionalEnd()
          .parseDefaulting(ChronoField.ERA, 1)
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter(Locale.ROOT);

  private static final Set<String> EXTENSIONS = Set.of("citext", "hstore", "ltree");

  private ArrayElement() {}

  /** Returns the name of a type without what is in parentheses, and the schema of an extension. */
  static String name(String type) {
    String name = MODIFIED.matcher(type).replaceFirst("");
    String last = name.substring(name.lastIndexOf('.') + 1);
    return EXTENSIONS.contains(last) ? last : name;
  }

  /** Returns the first number in the parentheses. */
  static Optional<Integer> number(String type) {
    Matcher modified = MODIFIED.matcher(type);
    return modified.find() ? Optional.of(Integer.valueOf(modified.group(1))) : Optional.empty();
  }

  /** Returns a column of the type; empty if it has none but text. */
  static Optional<Column> of(String type) {
    String name = name(type);
    return Optional.ofNullable(
            switch (name) {
              case "boolean" -> ColumnType.BOOLEAN;
              case "smallint" -> ColumnType.INT16;
              case "integer" -> ColumnType.INT32;
              case "bigint", "oid" -> ColumnType.INT64;
              case "real" -> ColumnType.FLOAT32;
              case "double precision" -> ColumnType.FLOAT64;
              case "numeric" -> ColumnType.DECIMAL;
              case "text", "character varying", "character", "name", "\"char\"", "citext" ->
                  ColumnType.STRING;
              case "bytea" -> ColumnType.BYTES;
              case "date" -> ColumnType.DATE;
              case "time without time zone" -> ColumnType.TIME;
              case "timestamp without time zone" -> ColumnType.TIMESTAMP;
              case "timestamp with time zone" -> ColumnType.INSTANT;
              case "uuid" -> ColumnType.UUID;
              case "json", "jsonb" -> ColumnType.JSON;
              default -> null;
            })
        .map(of -> new Column("element", of, true, type, scale(of, type)));
  }

  private static int scale(ColumnType of, String type) {
    Matcher modified = MODIFIED.matcher(type);
    if (!modified.find()) {
      return -1;
    }
    return switch (of) {
      case DECIMAL -> modified.group(2) == null ? 0 : Integer.parseInt(modified.group(2));
      case TIME, TIMESTAMP, INSTANT -> Integer.parseInt(modified.group(1));
      default -> -1;
    };
  }

  /**
   * Returns a value of its text.
   *
   * @throws RuntimeException if it is none
   */
  static Object value(ColumnType type, String text) {
    return switch (type) {
      case BOOLEAN -> text.equals("t");
      case INT16 -> Short.valueOf(text);
      case INT32 -> Integer.valueOf(text);
      case INT64 -> Long.valueOf(text);
      case FLOAT32 -> Float.valueOf(text);
      case FLOAT64 -> Double.valueOf(text);
      case DECIMAL ->
          text.endsWith("N") || text.endsWith("y")
              ? Double.valueOf(text)
              : new BigDecimal(text.replace("$", "").replace(",", "")); // of money
      case BYTES -> HexFormat.of().parseHex(text, 2, text.length());
      case DATE ->
          isInfinite(text)
              ? text.startsWith("-") ? LocalDate.MIN : LocalDate.MAX
              : LocalDate.parse(text, TIMES);
      case TIME -> text.equals("24:00:00") ? LocalTime.MAX : LocalTime.parse(text);
      case TIMESTAMP ->
          isInfinite(text)
              ? text.startsWith("-") ? LocalDateTime.MIN : LocalDateTime.MAX
              : LocalDateTime.parse(text, TIMES);
      case INSTANT ->
          isInfinite(text)
              ? text.startsWith("-") ? Instant.MIN : Instant.MAX
              : LocalDateTime.parse(text, TIMES).toInstant(ZoneOffset.UTC);
      case UUID -> UUID.fromString(text);
      case STRING, JSON, OTHER -> text;
      default -> text;
    };
  }

  private static boolean isInfinite(String text) {
    return text.endsWith(INFINITE);
  }
}
