package io.patternsdk.cdc.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.internal.message.DebeziumForms.Compatibility;
import io.patternsdk.cdc.internal.message.DebeziumForms.Decimals;
import io.patternsdk.cdc.internal.message.DebeziumForms.Intervals;
import io.patternsdk.cdc.internal.message.DebeziumForms.Times;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The modes of values where messages need not be equal to Debezium's. */
class DebeziumValuesTest {
  private static final Column PRICE =
      new Column("price", ColumnType.DECIMAL, true, "numeric(9,7)", 7);
  private static final Column LENGTH = new Column("length", ColumnType.OTHER, true, "interval", -1);
  private static final Column BOX = new Column("box", ColumnType.OTHER, true, "box", -1);
  private static final Column AT = new Column("at", ColumnType.TIMESTAMP, true, "", -1);
  private static final Column TIME = new Column("time", ColumnType.TIME, true, "", 3);

  private static @Nullable Object value(
      Decimals decimals, Times times, Optional<Intervals> intervals, Column column, Object value) {
    DebeziumForms forms = new DebeziumForms(Compatibility.NONE, decimals, times, intervals);
    return new DebeziumValues(forms).of(column, value, false);
  }

  private static @Nullable Object value(Decimals decimals, Object value) {
    return value(decimals, Times.ADAPTIVE, Optional.empty(), PRICE, value);
  }

  private static @Nullable Object value(Times times, Column column, Object value) {
    return value(Decimals.PRECISE, times, Optional.empty(), column, value);
  }

  @Test
  void decimalsHaveTheirMode() {
    BigDecimal price = new BigDecimal("0.0000001");
    assertThat(value(Decimals.PRECISE, price)).isEqualTo("AQ==");
    assertThat(value(Decimals.STRING, price)).isEqualTo("0.0000001");
    assertThat(value(Decimals.DOUBLE, price)).isEqualTo(1e-7);
    for (Decimals each : Decimals.values()) {
      assertThat(value(each, Double.NaN)).isEqualTo("NaN");
    }
  }

  @Test
  void timesHaveTheirMode() {
    LocalDateTime at = LocalDateTime.of(1970, 1, 1, 0, 0, 1, 234_567_000);
    LocalTime time = LocalTime.of(0, 0, 1, 234_000_000);
    assertThat(value(Times.ADAPTIVE, AT, at)).isEqualTo(1_234_567L);
    assertThat(value(Times.CONNECT, AT, at)).isEqualTo(1_234L);
    assertThat(value(Times.ADAPTIVE, TIME, time)).isEqualTo(1_234L);
    assertThat(value(Times.ADAPTIVE_TIME_MICROSECONDS, TIME, time)).isEqualTo(1_234_000L);
    assertThat(value(Times.CONNECT, TIME, time)).isEqualTo(1_234L);
  }

  @Test
  void intervalsAreTheTextOfTheDatabaseUnlessTheyHaveAMode() {
    assertThat(interval(Optional.empty(), LENGTH)).isEqualTo("1 mon");
    assertThat(interval(Optional.of(Intervals.STRING), LENGTH)).isEqualTo("P0Y1M0DT0H0M0S");
    assertThat(interval(Optional.of(Intervals.NUMERIC), LENGTH)).isEqualTo(2_629_800_000_000L);
    assertThat(interval(Optional.of(Intervals.NUMERIC), BOX)).as("another type").isEqualTo("1 mon");
  }

  private static @Nullable Object interval(Optional<Intervals> intervals, Column column) {
    return value(Decimals.PRECISE, Times.ADAPTIVE, intervals, column, "1 mon");
  }
}
