package io.patternsdk.testkit.matrix;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one variant of a driver passed of one capability, and what it promised there.
 *
 * @param variant its name among the variants of the driver
 * @param server the server and its version; empty if there is none
 * @param capability the name of the capability, or {@code driver} for what every driver keeps
 * @param cases how many cases of its contracts passed
 * @param traits the values of the traits of which the driver said something, by their names
 */
public record MatrixLine(
    String variant, String server, String capability, int cases, Map<String, String> traits) {

  /** Sorts the traits by their names. */
  public MatrixLine {
    traits = Collections.unmodifiableMap(new TreeMap<>(traits));
  }

  /**
   * Returns the values as they are written: guarantees by their words, quantities with a unit.
   * Guarantees that the capability is not about are left out.
   *
   * @param most what the driver can guarantee at most; said where it is more
   */
  public static Map<String, String> written(Capability<?> capability, Traits traits, Traits most) {
    Map<String, String> written = new LinkedHashMap<>();
    for (Trait<?> trait : traits.all()) {
      Object value = traits.get(trait);
      if (trait == Traits.MAX_VALUE_BYTES || trait == Traits.MAX_HEADER_BYTES) {
        written.put(trait.name(), size(((Number) value).longValue()));
      } else if (!(value instanceof Guarantee) || capability.guarantees().contains(trait)) {
        boolean more = most.says(trait) && !most.get(trait).equals(value);
        String least = written(value);
        written.put(trait.name(), more ? least + ", at most " + written(most.get(trait)) : least);
      }
    }
    return written;
  }

  private static String size(long bytes) {
    for (String unit : List.of("MiB", "KiB")) {
      long one = unit.equals("MiB") ? 1L << 20 : 1L << 10;
      if (bytes % one == 0) {
        return bytes / one + " " + unit;
      }
    }
    return bytes + " bytes";
  }

  private static String written(Object value) {
    return switch (value) {
      case Guarantee guarantee -> guarantee.word();
      case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
      case Duration time -> time.toMillis() + " ms";
      default -> value.toString();
    };
  }

  static MatrixLine parse(String line) {
    List<String> cells = Arrays.asList(line.split("\t", -1));
    Map<String, String> traits = new LinkedHashMap<>();
    for (String trait : cells.subList(4, cells.size())) {
      int equals = trait.indexOf('=');
      traits.put(trait.substring(0, equals), trait.substring(equals + 1));
    }
    int cases = Integer.parseInt(cells.get(3));
    return new MatrixLine(cells.get(0), cells.get(1), cells.get(2), cases, traits);
  }

  /** Returns the line without the server, whose version differs from machine to machine. */
  MatrixLine anywhere() {
    return new MatrixLine(variant, "", capability, cases, traits);
  }

  @Override
  public String toString() {
    return Stream.concat(
            Stream.of(variant, server, capability, Integer.toString(cases)),
            traits.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()))
        .collect(Collectors.joining("\t"));
  }
}
