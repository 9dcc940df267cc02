package io.patternsdk.testkit;

import io.patternsdk.core.Meters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/** Meters that a test reads, by their names alone. Thread-safe. */
public final class KeptMeters implements Meters {
  private final Map<String, DoubleSupplier> values = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, DoubleAdder> sums = new ConcurrentHashMap<>();

  @Override
  public LongConsumer counter(String name, String help, String... labels) {
    LongAdder counter = counters.computeIfAbsent(name, unused -> new LongAdder());
    values.put(name, counter::sum);
    return counter::add;
  }

  /** Publishes how many values there were as {@code <name>_count} and their sum so, too. */
  @Override
  public DoubleConsumer distribution(String name, String help, double[] bounds, String... labels) {
    LongConsumer count = counter(name + "_count", help, labels);
    DoubleAdder sum = sums.computeIfAbsent(name, unused -> new DoubleAdder());
    values.put(name + "_sum", sum::sum);
    return value -> {
      sum.add(value);
      count.accept(1);
    };
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    values.put(name, value);
  }

  /** Tells whether anything is published by a name. */
  public boolean publishes(String name) {
    return values.containsKey(name);
  }

  /**
   * Returns what is published by a name just now.
   *
   * @throws AssertionError if nothing is
   */
  public double read(String name) {
    DoubleSupplier value = values.get(name);
    if (value == null) {
      throw new AssertionError(name + " is not published, but " + values.keySet());
    }
    return value.getAsDouble();
  }
}
