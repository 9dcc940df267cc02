package io.patternsdk.cdc.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Texts that a test against Debezium itself does not have, as they are rare. */
class PostgresTextTest {

  @Test
  void elementsOfArraysAreReadWithTheirQuotes() {
    assertThat(PostgresText.elements("{}")).isEmpty();
    assertThat(PostgresText.elements("{1,NULL,3}")).containsExactly("1", null, "3");
    assertThat(PostgresText.elements("[0:1]={7,8}")).containsExactly("7", "8");
    assertThat(PostgresText.elements("{\"NULL\",\"a,b\",\"{\\\"x\\\\\\\\y}\",c d}"))
        .containsExactly("NULL", "a,b", "{\"x\\\\y}", "c d");
  }

  @Test
  void arraysInArraysAreNull() {
    assertThat(PostgresText.elements("{{1,2},{3,4}}")).containsExactly(null, null);
    assertThat(PostgresText.elements("{{{1},{\"}\"}},{{2},{\"\\\"{\"}}}"))
        .containsExactly(null, null);
  }

  @Test
  void pairsOfAnHstoreAreReadWithTheirQuotes() {
    assertThat(PostgresText.hstore("")).isEqualTo("{}");
    assertThat(PostgresText.hstore("\"a\\\"b\"=>\"=>, \\\\\", \"NULL\"=>NULL, \"c\"=>\"NULL\""))
        .isEqualTo("{\"a\\\"b\":\"=>, \\\\\",\"NULL\":null,\"c\":\"NULL\"}");
  }

  @Test
  void eachPartOfAnIntervalHasItsSign() {
    assertThat(PostgresText.intervalIso("-1 years +2 mons -3 days +04:05:06.5"))
        .isEqualTo("P-1Y2M-3DT4H5M6.5S");
    assertThat(PostgresText.intervalIso("-00:00:01")).isEqualTo("P0Y0M0DT0H0M-1S");
    assertThat(PostgresText.intervalMicros("1 day -00:00:01")).isEqualTo(86_399_000_000L);
    assertThat(PostgresText.intervalMicros("1 mon")).isEqualTo(2_629_800_000_000L);
    assertThat(PostgresText.intervalMicros("00:00:00")).isZero();
  }

  @Test
  void aTimeOfDayIsMovedToUtc() {
    assertThat(PostgresText.timeOfUtc("00:30:00+01")).isEqualTo("23:30:00Z");
    assertThat(PostgresText.timeOfUtc("12:00:00.5-03:30")).isEqualTo("15:30:00.5Z");
    assertThat(PostgresText.timeOfUtc("24:00:00+00")).isEqualTo("00:00:00Z");
  }
}
