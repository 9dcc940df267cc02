package io.patternsdk.driver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.testkit.contract.Expect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
  private static Object roundTrip(ValueCodec codec, ColumnType type, Object value)
      throws IOException {
    RowWriter row = new RowWriter();
    codec.write(row, value, "c");
    RowReader in = new RowReader(new ByteArrayInputStream(row.toBytes()));
    Object read = codec.read(in, type);
    assertThat(in.more()).isFalse();
    return read;
  }

  @Test
  void decimalsOfAScaleAreNumbersOfAnyWidth() throws IOException {
    for (int digits : new int[] {9, 18, 38, 76}) {
      ValueCodec codec = ValueCodec.of("Nullable(Decimal(%d, 2))".formatted(digits));
      for (String number : new String[] {"0.00", "1.10", "-0.01", "1234567.89", "-1234567.89"}) {
        assertThat(roundTrip(codec, ColumnType.DECIMAL, new BigDecimal(number)))
            .isEqualTo(new BigDecimal(number));
      }
    }
  }

  @Test
  void decimalsOfNoScaleAreTexts() throws IOException {
    ValueCodec codec = ValueCodec.of("String");
    for (Object number :
        new Object[] {new BigDecimal("1E+3"), new BigDecimal("-0.10"), Double.NaN, -1 / 0.0}) {
      Object read = roundTrip(codec, ColumnType.DECIMAL, number);
      if (number instanceof BigDecimal exact) {
        assertThat((BigDecimal) read).isEqualByComparingTo(exact);
      } else {
        assertThat(read).isEqualTo(number);
      }
    }
  }

  @Test
  void whatHasNoRoomIsRefusedAndNotSaid() {
    refused("Decimal(9, 2)", new BigDecimal("12345678.00"));
    refused("Decimal(76, 2)", new BigDecimal("0.001"));
    refused("Decimal(76, 2)", Double.NaN);
    refused("Date32", LocalDate.MAX);
    refused("Date32", LocalDate.of(1899, 12, 31));
    refused("DateTime64(6, 'UTC')", LocalDateTime.MIN);
    refused("DateTime64(6, 'UTC')", Instant.MAX);
    refused("DateTime64(6, 'UTC')", Instant.parse("2300-01-01T00:00:00Z"));
    refused("Int32", "12345678");
  }

  private static void refused(String type, Object value) {
    RowWriter row = new RowWriter();
    Expect.refusal(
        ErrorKind.INVALID_ARGUMENT, () -> ValueCodec.of(type).write(row, value, "amount"));
  }

  @Test
  void aColumnTakesWhatIsReadBackAsItWas() {
    assertThat(ValueCodec.of("LowCardinality(Nullable(String))").takes(text())).isTrue();
    assertThat(ValueCodec.of("String").takes(text())).isFalse();
    assertThat(ValueCodec.of("String").takes(Column.of("c", ColumnType.STRING))).isTrue();
    assertThat(ValueCodec.of("Int64").takes(Column.of("c", ColumnType.INT32))).isFalse();
    Column cents = new Column("c", ColumnType.DECIMAL, false, "numeric(9,2)", 2);
    assertThat(ValueCodec.of("Decimal(9, 2)").takes(cents)).isTrue();
    assertThat(ValueCodec.of("Decimal(9, 3)").takes(cents)).isFalse();
  }

  private static Column text() {
    return Column.nullable("c", ColumnType.STRING);
  }
}
