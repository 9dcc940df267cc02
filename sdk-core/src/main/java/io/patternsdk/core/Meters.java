package io.patternsdk.core;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/**
 * Counters, gauges and distributions of a pattern or a driver, published by whoever runs it.
 * Thread-safe.
 *
 * <p>Names are in lower case with underscores, counters end in {@code _total}, as Prometheus has
 * it. Labels are pairs of name and value; asking again for a counter of the same name and labels
 * returns the same one, and a value that is published again is read anew in place of the earlier.
 */
public interface Meters {

  /** Returns what adds to a counter; amounts are not negative. */
  LongConsumer counter(String name, String help, String... labels);

  /**
   * Returns what takes single values, such as durations in seconds or sizes in bytes, of which it
   * is published how many there were, their sum and how many were not above each bound. Asking
   * again for one of the same name and labels returns the same one.
   *
   * @param bounds ascending, at least one
   */
  DoubleConsumer distribution(String name, String help, double[] bounds, String... labels);

  /** Publishes a value that is read whenever somebody looks. */
  void gauge(String name, String help, DoubleSupplier value, String... labels);

  /**
   * Publishes a count that only grows and is kept elsewhere, read whenever somebody looks; as a
   * gauge where there is nothing better.
   */
  default void total(String name, String help, DoubleSupplier value, String... labels) {
    gauge(name, help, value, labels);
  }

  /** Returns meters that publish here, each with such labels before its own. */
  default Meters labelled(String... labels) {
    return new LabelledMeters(this, labels.clone());
  }

  /** Returns meters that publish nothing. */
  static Meters none() {
    return NoMeters.INSTANCE;
  }
}
