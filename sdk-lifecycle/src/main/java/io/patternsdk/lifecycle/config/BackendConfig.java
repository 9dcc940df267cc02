package io.patternsdk.lifecycle.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One backend: which driver opens it, and how. Whether there is such a driver, and whether it has
 * the interfaces, is checked by who knows the drivers.
 *
 * @param name its name, at its place
 * @param driver the driver's name, at its place; empty where its absence was noted
 * @param namespace the prefix of everything stored there; the pattern's name where the file says
 *     nothing, none where it is empty
 * @param format how messages are written
 * @param operationTimeout the longest that one call to the backend may take
 * @param interfaces what the backend must have, whatever its slots require
 * @param config the driver's own settings, unread
 */
public record BackendConfig(
    Located<String> name,
    Located<String> driver,
    Optional<String> namespace,
    Format format,
    Duration operationTimeout,
    List<Located<String>> interfaces,
    Settings config) {

  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{0,64}");

  /** How messages are written where the backend has no headers. */
  public enum Format {
    /** Identifier, key and headers travel with the body in the documented envelope. */
    ENVELOPE,
    /** The body alone. */
    RAW
  }

  /** Copies the list. */
  public BackendConfig {
    interfaces = List.copyOf(interfaces);
  }

  static BackendConfig from(String name, Settings s) {
    return new BackendConfig(
        new Located<>(name, s.location(), s.dottedPath()),
        s.string("driver")
            .check(driver -> !driver.isBlank(), "the name of a driver")
            .located()
            .required(),
        s.string("namespace")
            .check(n -> NAMESPACE.matcher(n).matches(), "at most 64 of a-z, A-Z, 0-9, - and _")
            .optional(),
        s.choice("format", Format.class).orElse(Format.ENVELOPE),
        s.duration("operation_timeout").range(ofMillis(1), ofHours(24)).orElse(ofSeconds(5)),
        s.locatedStrings("interfaces").alias("required_interfaces").orElse(List.of()),
        s.deferred("config"));
  }
}
