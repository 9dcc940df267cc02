package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.config.Settings;
import java.util.Optional;

/**
 * In which forms values are told, by the names that Debezium has for them. Immutable.
 *
 * @param compatibility whether everything is as Debezium tells it, where that is wrong too
 * @param decimals how numbers with decimals are told
 * @param times how times are told
 * @param intervals how intervals are told; empty for the text of the database
 */
public record DebeziumForms(
    Compatibility compatibility, Decimals decimals, Times times, Optional<Intervals> intervals) {
  /** Debezium's defaults, but for what it tells wrongly. */
  public static final DebeziumForms DEFAULT =
      new DebeziumForms(Compatibility.NONE, Decimals.PRECISE, Times.ADAPTIVE, Optional.empty());

  /** What a message equals. */
  public enum Compatibility {
    /** Nothing else. */
    NONE,
    /** Debezium's of the same change, but for when it was processed. */
    DEBEZIUM
  }

  /** How numbers with decimals are told. */
  public enum Decimals {
    /** Unscaled, as bytes. */
    PRECISE,
    /** As text. */
    STRING,
    /** As the nearest binary fraction. */
    DOUBLE
  }

  /** How times are told. */
  public enum Times {
    /** In milliseconds where a column has three digits of a second or less, else microseconds. */
    ADAPTIVE,
    /** The same, but times of a day always in microseconds. */
    ADAPTIVE_TIME_MICROSECONDS,
    /** In milliseconds, by the types of Kafka Connect; what is finer is lost. */
    CONNECT
  }

  /** How intervals are told. */
  public enum Intervals {
    /** In microseconds; a month has 30.4375 days. */
    NUMERIC,
    /** As ISO 8601 has them. */
    STRING
  }

  /** Tells whether everything is as Debezium tells it. */
  boolean compatible() {
    return compatibility == Compatibility.DEBEZIUM;
  }

  /** Reads the settings, whose names docs/cdc.md lists. */
  public static DebeziumForms from(Settings s) {
    Compatibility compatibility =
        s.choice("compatibility", Compatibility.class).orElse(Compatibility.NONE);
    Optional<Intervals> intervals = s.choice("interval_handling_mode", Intervals.class).optional();
    return new DebeziumForms(
        compatibility,
        s.choice("decimal_handling_mode", Decimals.class).orElse(Decimals.PRECISE),
        s.choice("time_precision_mode", Times.class).orElse(Times.ADAPTIVE),
        compatibility == Compatibility.DEBEZIUM && intervals.isEmpty()
            ? Optional.of(Intervals.NUMERIC)
            : intervals);
  }
}
