package io.patternsdk.cdc.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.internal.message.DebeziumForms.Compatibility;
import io.patternsdk.cdc.internal.message.DebeziumForms.Decimals;
import io.patternsdk.cdc.internal.message.DebeziumForms.Times;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Defaults of columns, as the catalog has them. */
class CompatibleDefaultsTest {
  private static final DebeziumValues VALUES =
      new DebeziumValues(
          new DebeziumForms(
              Compatibility.DEBEZIUM, Decimals.STRING, Times.ADAPTIVE, Optional.empty()));

  private static Column column(ColumnType type, boolean nullable, int scale, String otherwise) {
    return new Column("c", type, nullable, "", scale, List.of(), otherwise);
  }

  private static Optional<Object> told(ColumnType type, boolean nullable, String otherwise) {
    return CompatibleDefaults.ofSchema(column(type, nullable, -1, otherwise), VALUES);
  }

  @Test
  void whatIsSaidIsTold() {
    assertThat(told(ColumnType.DECIMAL, true, "'$1.00'::money")).contains("1.00");
    assertThat(told(ColumnType.TIMESTAMP, true, "'1970-01-02'::date")).contains(86_400_000_000L);
    assertThat(told(ColumnType.INSTANT, true, "'2024-01-01 00:00:00+00'::timestamp with time zone"))
        .contains("2024-01-01T00:00:00.000000Z");
    assertThat(told(ColumnType.STRING, true, "'it''s'::text")).contains("it's");
  }

  @Test
  void whatSaysNoValueOfTheColumnIsNone() {
    for (String sql : List.of("'tomorrow'::text", "'2024-01-01 00:00:00+01'::text", "1", "now()")) {
      assertThat(told(ColumnType.INSTANT, true, sql)).as(sql).isEmpty();
      assertThat(told(ColumnType.INSTANT, false, sql))
          .as(sql)
          .contains("1970-01-01T00:00:00.000000Z");
    }
  }

  @Test
  void whatIsToldOfARowBeforeItsChangeIsADefaultThatTheColumnCanHave() {
    Column rounded = column(ColumnType.DECIMAL, false, 2, "1.005");
    DebeziumValues precise =
        new DebeziumValues(
            new DebeziumForms(
                Compatibility.DEBEZIUM, Decimals.PRECISE, Times.ADAPTIVE, Optional.empty()));
    assertThat(CompatibleDefaults.untold(rounded, precise)).as("zero").isEqualTo("AA==");
    assertThat(CompatibleDefaults.untold(rounded, VALUES)).isEqualTo("1.005");
  }
}
