package io.patternsdk.core.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** What the values of a column are, as Java has them. May grow between versions. */
public enum ColumnType {
  /** Truth. */
  BOOLEAN,
  /** Whole numbers of 16 bits. */
  INT16,
  /** Whole numbers of 32 bits. */
  INT32,
  /** Whole numbers of 64 bits. */
  INT64,
  /** Binary fractions of 32 bits. */
  FLOAT32,
  /** Binary fractions of 64 bits. */
  FLOAT64,
  /** Decimal numbers; NaN and the infinities as a {@code Double}. */
  DECIMAL,
  /** Text. */
  STRING,
  /** Bytes, not copied. */
  BYTES,
  /** Days; {@code LocalDate.MAX} and {@code MIN} are the infinities. */
  DATE,
  /** Times of a day. */
  TIME,
  /** Dates with a time, of no zone; {@code LocalDateTime.MAX} and {@code MIN} are infinite. */
  TIMESTAMP,
  /** Moments; {@code Instant.MAX} and {@code MIN} are the infinities. */
  INSTANT,
  /** Universally unique identifiers. */
  UUID,
  /** JSON, as the text that the database has. */
  JSON,
  /** All else, in the text form of the database. */
  OTHER;

  /** Tells whether it has such values. */
  boolean has(Object value) {
    return switch (this) {
      case BOOLEAN -> value instanceof Boolean;
      case INT16 -> value instanceof Short;
      case INT32 -> value instanceof Integer;
      case INT64 -> value instanceof Long;
      case FLOAT32 -> value instanceof Float;
      case FLOAT64 -> value instanceof Double;
      case DECIMAL ->
          value instanceof BigDecimal
              || (value instanceof Double number && !Double.isFinite(number));
      case STRING, JSON, OTHER -> value instanceof String;
      case BYTES -> value instanceof byte[];
      case DATE -> value instanceof LocalDate;
      case TIME -> value instanceof LocalTime;
      case TIMESTAMP -> value instanceof LocalDateTime;
      case INSTANT -> value instanceof Instant;
      case UUID -> value instanceof UUID;
    };
  }
}
