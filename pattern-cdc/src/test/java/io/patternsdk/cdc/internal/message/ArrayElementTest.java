package io.patternsdk.cdc.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.table.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** Times of every year, as a session in UTC writes them, and amounts of money. */
class ArrayElementTest {

  @Test
  void daysAreOfAnyYear() {
    assertThat(ArrayElement.value(ColumnType.DATE, "2024-02-29"))
        .isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(ArrayElement.value(ColumnType.DATE, "0044-03-15 BC"))
        .isEqualTo(LocalDate.of(-43, 3, 15));
    assertThat(ArrayElement.value(ColumnType.DATE, "10000-01-02"))
        .isEqualTo(LocalDate.of(10_000, 1, 2));
    assertThat(ArrayElement.value(ColumnType.DATE, "-infinity")).isEqualTo(LocalDate.MIN);
  }

  @Test
  void timesAreOfAnyYear() {
    assertThat(ArrayElement.value(ColumnType.TIMESTAMP, "10000-01-02 03:04:05.5"))
        .isEqualTo(LocalDateTime.of(10_000, 1, 2, 3, 4, 5, 500_000_000));
    assertThat(ArrayElement.value(ColumnType.TIMESTAMP, "0044-03-15 12:00:00 BC"))
        .isEqualTo(LocalDateTime.of(-43, 3, 15, 12, 0));
    assertThat(ArrayElement.value(ColumnType.TIMESTAMP, "2024-01-01"))
        .as("a day as the default of a time")
        .isEqualTo(LocalDateTime.of(2024, 1, 1, 0, 0));
    assertThat(ArrayElement.value(ColumnType.INSTANT, "2024-02-29 10:34:56.123456+00"))
        .isEqualTo(Instant.parse("2024-02-29T10:34:56.123456Z"));
    assertThat(ArrayElement.value(ColumnType.INSTANT, "0001-12-31 23:00:00+00 BC"))
        .isEqualTo(Instant.parse("0000-12-31T23:00:00Z"));
    assertThat(ArrayElement.value(ColumnType.INSTANT, "infinity")).isEqualTo(Instant.MAX);
  }

  @Test
  void aMomentOfAnotherZoneIsRefused() {
    assertThatThrownBy(() -> ArrayElement.value(ColumnType.INSTANT, "2024-02-29 10:34:56+01"))
        .isInstanceOf(DateTimeException.class);
  }

  @Test
  void moneyIsANumber() {
    assertThat(ArrayElement.value(ColumnType.DECIMAL, "-$1,234.50"))
        .isEqualTo(new BigDecimal("-1234.50"));
  }
}
