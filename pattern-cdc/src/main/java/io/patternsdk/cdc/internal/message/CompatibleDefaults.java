package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.table.Column;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Debezium has where a row does not say a value, by the default of the column. */
final class CompatibleDefaults {
  private static final Logger LOG = System.getLogger(CompatibleDefaults.class.getName());
  private static final Pattern QUOTED = Pattern.compile("'((?:[^']|'')*)'(?:::.*)?");
  private static final Pattern PLAIN = Pattern.compile("\\(?(-?\\d+(?:\\.\\d+)?)\\)?(?:::.*)?");
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  private CompatibleDefaults() {}

  /** Returns what is told of a row before its change that was not told: invented, unless null. */
  static @Nullable Object untold(Column column, DebeziumValues values) {
    return column.nullable()
        ? null
        : values.of(column, literal(column, values).orElseGet(() -> least(column)), true);
  }

  /**
   * Returns the default that a schema has: of a function, and of what says no value of the column,
   * the least value, or none at all.
   */
  static Optional<Object> ofSchema(Column column, DebeziumValues values) {
    if (column.defaultValue().isEmpty()) {
      return Optional.empty();
    }
    Optional<Object> value = literal(column, values);
    return (value.isPresent() || column.nullable() ? value : Optional.of(least(column)))
        .map(of -> values.of(column, of, true));
  }

  /** Returns the value that a default says, where it is one that the column can have. */
  private static Optional<Object> literal(Column column, DebeziumValues values) {
    try {
      Optional<Object> value = literal(column);
      value.ifPresent(of -> values.of(column, of, true));
      return value;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the default of " + column.name() + " is no value of it", e);
      return Optional.empty();
    }
  }

  private static Optional<Object> literal(Column column) {
    String sql = column.defaultValue();
    if (sql.equals("true") || sql.equals("false")) {
      return Optional.of(Boolean.valueOf(sql));
    }
    Matcher quoted = QUOTED.matcher(sql);
    Matcher plain = PLAIN.matcher(sql);
    String text =
        quoted.matches()
            ? quoted.group(1).replace("''", "'")
            : plain.matches() ? plain.group(1) : null;
    return Optional.ofNullable(text).map(of -> ArrayElement.value(column.type(), of));
  }

  private static Object least(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> false;
      case INT16 -> (short) 0;
      case INT32 -> 0;
      case INT64 -> 0L;
      case FLOAT32 -> 0f;
      case FLOAT64 -> 0d;
      case DECIMAL -> BigDecimal.ZERO;
      case BYTES -> new byte[0];
      case DATE -> LocalDate.EPOCH;
      case TIME -> LocalTime.MIN;
      case TIMESTAMP -> EPOCH;
      case INSTANT -> Instant.EPOCH;
      case JSON -> "{}";
      default -> "";
    };
  }
}
