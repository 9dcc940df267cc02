package io.patternsdk.core.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of a number of bytes: a whole number with a unit, such as {@code 10MB} (ten
 * million) or {@code 64KiB} (65,536), or without one for bytes. Units are {@code B, KB, MB, GB, TB}
 * by thousands and {@code KiB, MiB, GiB, TiB} by 1,024, in any letter case.
 */
public final class DataSizes {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([a-z]*)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40));

  private DataSizes() {}

  /** Reads a number of bytes, or returns empty for text that is none. */
  public static Optional<Long> parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return Optional.empty();
    }
    Long unit = UNITS.get(form.group(2));
    try {
      return unit == null
          ? Optional.empty()
          : Optional.of(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The shortest text that {@link #parse} reads back as the same number: {@code 64KiB}. */
  public static String format(long bytes) {
    return UNITS.entrySet().stream()
        .filter(unit -> !unit.getKey().isEmpty() && bytes != 0 && bytes % unit.getValue() == 0)
        .max(Map.Entry.comparingByValue())
        .map(unit -> bytes / unit.getValue() + name(unit.getKey()))
        .orElse(bytes + "B");
  }

  private static String name(String unit) {
    return unit.toUpperCase(Locale.ROOT).replace('I', 'i');
  }
}
