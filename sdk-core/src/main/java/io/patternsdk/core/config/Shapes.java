package io.patternsdk.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The shapes that have a text form. */
final class Shapes {
  private static final int LAST_PORT = 65_535;

  static final ScalarShape<String> TEXT = new ScalarShape<>("text", "", Optional::of, text -> text);
  static final ScalarShape<Integer> INTEGER =
      new ScalarShape<>("a whole number", 0, Shapes::integer, String::valueOf);
  static final ScalarShape<Long> LONG =
      new ScalarShape<>("a whole number", 0L, Shapes::whole, String::valueOf);
  static final ScalarShape<Double> DECIMAL =
      new ScalarShape<>("a number", 0.0, Shapes::decimal, Shapes::shortest);
  static final ScalarShape<Double> RATIO =
      new ScalarShape<>("a ratio such as 0.5 or 50%", 0.0, Shapes::ratio, Shapes::shortest);
  static final ScalarShape<Boolean> BOOL =
      new ScalarShape<>("true or false", false, Shapes::bool, String::valueOf);
  static final Shape<Duration> DURATION =
      new DurationShape(
          new ScalarShape<>(
              "a duration such as 500ms, 30s or 1h30m",
              Duration.ZERO,
              Durations::parseAny,
              Durations::format));
  static final ScalarShape<Long> SIZE =
      new ScalarShape<>("a size such as 64KiB or 10MB", 0L, DataSizes::parse, DataSizes::format);
  static final ScalarShape<Path> PATH =
      new ScalarShape<>("a path", Path.of(""), Shapes::path, Path::toString);
  static final ScalarShape<URI> URI_TEXT =
      new ScalarShape<>(
          "a URI such as scheme://host:1234", URI.create("none:none"), Shapes::uri, URI::toString);

  /** Digits, perhaps with underscores between them; a leading zero could mean octal. */
  private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9]\\d*(_\\d+)*)");

  private static final Pattern DECIMAL_FORM =
      Pattern.compile("[+-]?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");

  private Shapes() {}

  /** One of some names, in any letter case and with {@code -} or {@code _}. */
  static ScalarShape<String> choice(Collection<String> names) {
    return new ScalarShape<>(
        "one of " + String.join(", ", names),
        names.iterator().next(),
        text -> names.stream().filter(name -> canonical(name).equals(canonical(text))).findFirst(),
        name -> name);
  }

  /** A constant of an enum by its name. */
  static <E extends Enum<E>> Shape<E> constant(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    return new ScalarShape<>(
        "one of " + constants.stream().map(Shapes::name).collect(Collectors.joining(", ")),
        constants.getFirst(),
        text -> constants.stream().filter(c -> name(c).equals(canonical(text))).findFirst(),
        Shapes::name);
  }

  private static String name(Enum<?> constant) {
    return canonical(constant.name());
  }

  private static String canonical(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static Optional<Integer> integer(String text) {
    return whole(text).filter(value -> value == value.intValue()).map(Long::intValue);
  }

  private static Optional<Long> whole(String text) {
    String trimmed = text.strip();
    try {
      return WHOLE.matcher(trimmed).matches()
          ? Optional.of(Long.parseLong(trimmed.replace("_", "")))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> decimal(String text) {
    String trimmed = text.strip();
    return DECIMAL_FORM.matcher(trimmed).matches()
        ? Optional.of(Double.parseDouble(trimmed)).filter(Double::isFinite)
        : Optional.empty();
  }

  private static Optional<Double> ratio(String text) {
    String trimmed = text.strip();
    Optional<Double> value =
        trimmed.endsWith("%")
            ? decimal(trimmed.substring(0, trimmed.length() - 1)).map(percent -> percent / 100)
            : decimal(trimmed);
    return value.filter(ratio -> ratio >= 0 && ratio <= 1);
  }

  private static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static Optional<Boolean> bool(String text) {
    return switch (canonical(text)) {
      case "true", "yes", "on" -> Optional.of(true);
      case "false", "no", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> uri(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean right = uri.isAbsolute() && uri.getPort() != 0 && uri.getPort() <= LAST_PORT;
      return right ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
