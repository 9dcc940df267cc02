package io.patternsdk.cdc.message;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Values as Debezium's JSON has them in its default modes: days, microseconds or milliseconds for
 * times by the precision of the column, unscaled bytes for decimals. What is infinite or no number
 * is a text, where Debezium has null or a number that depends on the way.
 */
final class DebeziumValues {
  private static final int MILLIS = 3;
  static final String UNAVAILABLE = "__debezium_unavailable_value";

  private DebeziumValues() {}

  static @Nullable Object of(Column column, @Nullable Object value) {
    boolean millis = isMillis(column);
    return switch (value) {
      case Unavailable unavailable -> UNAVAILABLE;
      case BigDecimal number -> decimal(column, number);
      case LocalDate date when !date.equals(LocalDate.MAX) && !date.equals(LocalDate.MIN) ->
          date.toEpochDay();
      case LocalTime time -> millis ? time.toNanoOfDay() / 1_000_000 : time.toNanoOfDay() / 1_000;
      case LocalDateTime time
          when !time.equals(LocalDateTime.MAX) && !time.equals(LocalDateTime.MIN) ->
          timestamp(time.toInstant(ZoneOffset.UTC), millis);
      case Instant time when !time.equals(Instant.MAX) && !time.equals(Instant.MIN) ->
          time.toString();
      case null, default -> TableJson.value(value);
    };
  }

  /** Tells whether times of a column are told in milliseconds and not in microseconds. */
  static boolean isMillis(Column column) {
    return column.scale() >= 0 && column.scale() <= MILLIS;
  }

  private static long timestamp(Instant time, boolean millis) {
    return (millis ? ChronoUnit.MILLIS : ChronoUnit.MICROS).between(Instant.EPOCH, time);
  }

  private static Object decimal(Column column, BigDecimal number) {
    if (column.scale() >= 0) {
      return base64(number.setScale(column.scale(), RoundingMode.UNNECESSARY));
    }
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    return JsonObject.builder().put("scale", plain.scale()).put("value", base64(plain)).build();
  }

  private static String base64(BigDecimal number) {
    return Base64.getEncoder().encodeToString(number.unscaledValue().toByteArray());
  }
}
