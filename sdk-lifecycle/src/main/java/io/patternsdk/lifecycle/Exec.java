package io.patternsdk.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When this JVM was executed. The system knows when the process began, which is the same unless a
 * script did something else before it became the JVM; such a script says it in a system property.
 */
final class Exec {
  /** In microseconds since 1970. */
  static final String PROPERTY = "patternsdk.exec";

  private Exec() {}

  /** Returns how long ago that was, as the end of a sentence; empty where nobody knows. */
  static String since() {
    return since(
        System.getProperty(PROPERTY), ProcessHandle.current().info().startInstant(), Instant.now());
  }

  static String since(@Nullable String said, Optional<Instant> process, Instant now) {
    return parse(said)
        .or(() -> process)
        .map(exec -> ", " + Duration.between(exec, now).toMillis() + " ms after exec")
        .orElse("");
  }

  private static Optional<Instant> parse(@Nullable String said) {
    return said != null && said.matches("\\d{1,18}")
        ? Optional.of(Instant.EPOCH.plus(Long.parseLong(said), ChronoUnit.MICROS))
        : Optional.empty();
  }
}
