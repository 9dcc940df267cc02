package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;

/**
 * What is logged, and how.
 *
 * @param level the least that is logged
 * @param format how a line looks
 */
public record LoggingConfig(Level level, Format format) {

  /** What holds where nothing is written. */
  public static final LoggingConfig STANDARD = new LoggingConfig(Level.INFO, Format.TEXT);

  /** How much is logged, most first. */
  public enum Level {
    /** Every call. */
    TRACE,
    /** What helps to find a fault. */
    DEBUG,
    /** What an operator wants to know. */
    INFO,
    /** What may need somebody. */
    WARN,
    /** What failed. */
    ERROR,
    /** Nothing. */
    OFF
  }

  /** How a line of the log looks. */
  public enum Format {
    /** For people. */
    TEXT,
    /** One JSON object a line, for machines. */
    JSON
  }

  static LoggingConfig from(Settings s) {
    return new LoggingConfig(
        s.choice("level", Level.class).orElse(STANDARD.level),
        s.choice("format", Format.class).orElse(STANDARD.format));
  }
}
