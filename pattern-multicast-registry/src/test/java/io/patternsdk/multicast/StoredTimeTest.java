package io.patternsdk.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTimeTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      Instant time =
          Instant.ofEpochMilli(random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L));
      assertThat(StoredTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2024-02-29T23:59:59.999Z", "2026-01-31T24:00:00.000Z", "2026-01-31T01:02:03Z"})
  void theFormatterAgrees(String text) {
    assertThat(StoredTime.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29T23:59:59.999Z",
        "2026-13-01T00:00:00.000Z",
        "2026-01-01T00:61:00.000Z",
        ""
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> StoredTime.parse(text));
  }
}
