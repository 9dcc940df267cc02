package io.patternsdk.core.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

/** What the values of a column are, as Java has them. May grow between versions. */
public enum ColumnType {
  /** Truth. */
  BOOLEAN(Boolean.class),
  /** Whole numbers of 16 bits. */
  INT16(Short.class),
  /** Whole numbers of 32 bits. */
  INT32(Integer.class),
  /** Whole numbers of 64 bits. */
  INT64(Long.class),
  /** Binary fractions of 32 bits. */
  FLOAT32(Float.class),
  /** Binary fractions of 64 bits. */
  FLOAT64(Double.class),
  /** Decimal numbers; NaN and the infinities as a {@code Double}. */
  DECIMAL(BigDecimal.class, Double.class),
  /** Text. */
  STRING(String.class),
  /** Bytes, not copied. */
  BYTES(byte[].class),
  /** Days; {@code LocalDate.MAX} and {@code MIN} are the infinities. */
  DATE(LocalDate.class),
  /** Times of a day. */
  TIME(LocalTime.class),
  /** Dates with a time, of no zone; {@code LocalDateTime.MAX} and {@code MIN} are infinite. */
  TIMESTAMP(LocalDateTime.class),
  /** Moments; {@code Instant.MAX} and {@code MIN} are the infinities. */
  INSTANT(Instant.class),
  /** Universally unique identifiers. */
  UUID(UUID.class),
  /** JSON, as the text that the database has. */
  JSON(String.class),
  /** All else, in the text form of the database. */
  OTHER(String.class);

  private final List<Class<?>> classes;

  ColumnType(Class<?>... classes) {
    this.classes = List.of(classes);
  }

  /** Tells whether it has such values. */
  boolean has(Object value) {
    if (!classes.contains(value.getClass())) {
      return false;
    }
    return this != DECIMAL || !(value instanceof Double number) || !Double.isFinite(number);
  }
}
