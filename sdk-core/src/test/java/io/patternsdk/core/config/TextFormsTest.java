package io.patternsdk.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {

  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "500ms,PT0.5S",
    "1h30m,PT1H30M",
    "1d,PT24H",
    "1.5s,PT1.5S",
    "PT1M,PT1M",
    "250us,PT0.00025S",
    "1d2h3m4s5ms6us7ns,PT26H3M4.005006007S",
    "0s,PT0S"
  })
  void durationsAreRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).contains(expected);
    assertThat(Durations.parse(Durations.format(expected))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "-5s",
        "5 s",
        "s",
        "5w",
        "1h 30m",
        "1.s",
        "PT-5S",
        "P1Y",
        "999999999999999999d"
      })
  void textThatIsNoDurationIsNone(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "106752d",
        "999999999999999999d",
        "99999999999999999999999999s",
        "PT9999999999999999H"
      })
  void aDurationThatIsTooLongIsCalledThat(String text) {
    Settings s = Settings.of(Map.of("d", text));
    s.duration("d").orNull();
    assertThat(s.problems().all())
        .singleElement()
        .hasToString(
            "code: d is \""
                + text
                + "\", longer than 106751d, the longest there is;"
                + " expected a duration such as 500ms, 30s or 1h30m");
    assertThat(Settings.of(Map.of("d", "106751d")).duration("d").required().toNanos()).isPositive();
  }

  @Test
  void aMessageIsOneLineWhateverItIsAbout() {
    String name = "a\nb\u001b[31m\u202e\u2028";
    Settings s = Settings.of(Map.of(name, "x\ny"));
    s.integer(name).orNull();
    s.done();
    assertThat(s.problems().all())
        .singleElement()
        .asString()
        .startsWith("code: a\\u000ab\\u001b[31m\\u202e\\u2028 is \"x y\"");
  }

  @Test
  void aDurationIsWrittenShortly() {
    assertThat(Durations.format(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThat(Durations.format(Duration.ofMillis(1))).isEqualTo("1ms");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,0B",
    "17,17,17B",
    "10MB,10000000,10MB",
    "64KiB,65536,64KiB",
    "1 gib,1073741824,1GiB"
  })
  void sizesAreRead(String text, long bytes, String shortest) {
    assertThat(DataSizes.parse(text)).contains(bytes);
    assertThat(DataSizes.format(bytes)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1", "1.5MB", "1 XB", "99999999TB", "1Mbit"})
  void textThatIsNoSizeIsNone(String text) {
    assertThat(DataSizes.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "poolsize,pool_size",
    "pool-size,pool_size",
    "wrokers,workers",
    "addres,addresses",
    "reset,reset_timeout",
    "REDIS,redis",
    "nat,nats"
  })
  void theNearestNameIsFound(String wrong, String meant) {
    List<String> known =
        List.of("pool_size", "workers", "addresses", "reset_timeout", "redis", "nats");
    assertThat(NearestName.of(wrong, known)).contains(meant);
  }

  @Test
  void withoutANearNameTheKnownOnesAreListed() {
    assertThat(NearestName.hint("kafka", List.of("redis", "nats"))).isEqualTo("known: nats, redis");
    assertThat(NearestName.hint("kafka", List.of())).isEqualTo("there are none");
    assertThat(NearestName.hint("nast", List.of("redis", "nats"))).isEqualTo("did you mean nats?");
    assertThat(NearestName.of("x".repeat(1000), List.of("xx"))).isEmpty();
  }
}
