package io.patternsdk.cdc.internal.message;

import io.patternsdk.cdc.internal.message.DebeziumForms.Intervals;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values as Debezium's JSON has them, in the forms that the settings name. What is infinite or no
 * number is a text, where Debezium has null or a number that depends on the way, unless it is to be
 * as there. For one thread at a time.
 */
final class DebeziumValues {
  static final String UNAVAILABLE = "__debezium_unavailable_value";
  static final String UNAVAILABLE_BYTES =
      Base64.getEncoder().encodeToString(UNAVAILABLE.getBytes(StandardCharsets.UTF_8));
  private static final int MILLIS = 3;
  private static final int MICROS = 6;

  private final DebeziumForms forms;
  private final Map<Column, Optional<CompatibleForm>> texts = new HashMap<>();

  DebeziumValues(DebeziumForms forms) {
    this.forms = forms;
  }

  DebeziumForms forms() {
    return forms;
  }

  /** Tells whether a column is told at all. */
  boolean tells(Column column) {
    return !forms.compatible() || column.type() != ColumnType.OTHER || text(column).isPresent();
  }

  private Optional<CompatibleForm> text(Column column) {
    boolean interval = column.nativeType().startsWith("interval") && forms.intervals().isPresent();
    if (column.type() != ColumnType.OTHER || !(forms.compatible() || interval)) {
      return Optional.empty();
    }
    return texts.computeIfAbsent(column, of -> CompatibleForm.of(of, this));
  }

  /** Tells whether texts of a column are told as numbers. */
  boolean isNumeric(Column column) {
    return forms.intervals().filter(Intervals.NUMERIC::equals).isPresent()
        && text(column).isPresent();
  }

  /** Returns the schema of the values of a column. */
  JsonObjectBuilder schema(Column column, boolean optional) {
    return text(column)
        .map(form -> form.schema().apply(optional))
        .orElseGet(() -> ConnectSchema.of(column, optional, forms));
  }

  /**
   * Returns a value as JSON has it.
   *
   * @param read whether it was read by a snapshot
   */
  @Nullable Object of(Column column, @Nullable Object value, boolean read) {
    if (value instanceof String text && column.type() == ColumnType.OTHER) {
      Optional<CompatibleForm> form = text(column);
      return form.isPresent() ? form.get().value().apply(text) : text;
    }
    return switch (value) {
      case Unavailable unavailable ->
          forms.compatible() && column.type() == ColumnType.BYTES ? UNAVAILABLE_BYTES : UNAVAILABLE;
      case String text when isDropped(column, read) -> null;
      case BigDecimal number -> decimal(column, number);
      case Double number when column.type() == ColumnType.DECIMAL -> noNumber(number);
      case LocalDate date when isFinite(date) -> date.toEpochDay();
      case LocalDate date when forms.compatible() -> CompatibleTimes.infinite(date, read);
      case LocalTime time -> time(column, time);
      case LocalDateTime time when isFinite(time) ->
          timestamp(time.toInstant(ZoneOffset.UTC), isMillis(column, forms));
      case LocalDateTime time when forms.compatible() ->
          CompatibleTimes.infinite(time, isMillis(column, forms));
      case Instant time when isFinite(time) ->
          forms.compatible()
              ? CompatibleTimes.zoned(time, column.scale() < 0 ? MICROS : column.scale())
              : time.toString();
      case null, default -> TableJson.value(value);
    };
  }

  /** Debezium tells values of this type in snapshots alone. */
  private boolean isDropped(Column column, boolean read) {
    return forms.compatible() && !read && column.nativeType().equals("name");
  }

  private static boolean isFinite(LocalDate date) {
    return !date.equals(LocalDate.MAX) && !date.equals(LocalDate.MIN);
  }

  private static boolean isFinite(LocalDateTime time) {
    return !time.equals(LocalDateTime.MAX) && !time.equals(LocalDateTime.MIN);
  }

  private static boolean isFinite(Instant time) {
    return !time.equals(Instant.MAX) && !time.equals(Instant.MIN);
  }

  /** Tells whether times of a column are told in milliseconds and not in microseconds. */
  static boolean isMillis(Column column, DebeziumForms forms) {
    return switch (forms.times()) {
      case CONNECT -> true;
      case ADAPTIVE_TIME_MICROSECONDS -> column.type() != ColumnType.TIME && isShort(column);
      case ADAPTIVE -> isShort(column);
    };
  }

  private static boolean isShort(Column column) {
    return column.scale() >= 0 && column.scale() <= MILLIS;
  }

  private long time(Column column, LocalTime time) {
    return time.toNanoOfDay() / (isMillis(column, forms) ? 1_000_000 : 1_000);
  }

  private static long timestamp(Instant time, boolean millis) {
    return (millis ? ChronoUnit.MILLIS : ChronoUnit.MICROS).between(Instant.EPOCH, time);
  }

  private @Nullable Object noNumber(Double number) {
    if (!forms.compatible()) {
      return number.toString();
    }
    return switch (forms.decimals()) {
      case PRECISE -> null;
      case STRING -> CompatibleTimes.noNumber(number);
      case DOUBLE -> number.toString();
    };
  }

  private Object decimal(Column column, BigDecimal number) {
    return switch (forms.decimals()) {
      case STRING -> number.toPlainString();
      case DOUBLE -> number.doubleValue();
      case PRECISE -> precise(column, number);
    };
  }

  private static Object precise(Column column, BigDecimal number) {
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
