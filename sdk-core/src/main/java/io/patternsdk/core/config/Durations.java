package io.patternsdk.core.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of a duration: numbers with units, largest first or not, such as {@code 500ms},
 * {@code 1.5s}, {@code 1h30m}, {@code 1d}, or ISO-8601 such as {@code PT30S}. Units are {@code ns,
 * us, ms, s, m, h, d}. A number without a unit is no duration, except {@code 0}. Never negative.
 */
public final class Durations {

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ns", Duration.ofNanos(1),
          "us", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Pattern PART =
      Pattern.compile("(\\d{1,99}(?:\\.\\d{1,9})?)(ns|us|ms|[smhd])");
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  /** The longest that a setting may be, in whole days: longer ones do not fit in nanoseconds. */
  public static final Duration LONGEST = Duration.ofDays(106_751);

  private Durations() {}

  /** Reads a duration, or returns empty for text that is none or is too long for one. */
  public static Optional<Duration> parse(String text) {
    try {
      return read(text.strip());
    } catch (ArithmeticException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The same, but a duration that is too long is one that is longer than {@link #LONGEST}. */
  static Optional<Duration> parseAny(String text) {
    try {
      return read(text.strip());
    } catch (DateTimeParseException e) {
      return e.getCause() instanceof ArithmeticException
          ? Optional.of(LONGEST.plusDays(1))
          : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.of(LONGEST.plusDays(1));
    }
  }

  private static Optional<Duration> read(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.startsWith("P")) {
      return Optional.of(Duration.parse(text)).filter(duration -> !duration.isNegative());
    }
    return parts(text);
  }

  private static Optional<Duration> parts(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      Duration unit = Objects.requireNonNull(UNITS.get(part.group(2)));
      sum = sum.plus(times(new BigDecimal(part.group(1)), unit));
      end = part.end();
    }
    return end == text.length() && end > 0 ? Optional.of(sum) : Optional.empty();
  }

  private static Duration times(BigDecimal number, Duration unit) {
    BigDecimal nanos =
        number.multiply(BigDecimal.valueOf(unit.toNanos())).setScale(0, RoundingMode.HALF_UP);
    BigDecimal[] seconds = nanos.divideAndRemainder(BILLION);
    return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValueExact());
  }

  /** The shortest text that {@link #parse} reads back as the same duration: {@code 1h30m}. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    append(text, duration.toNanosPart() / 1_000 % 1_000, "us");
    append(text, duration.toNanosPart() % 1_000, "ns");
    return text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }
}
