package io.patternsdk.core;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/** Meters that publish nothing. */
enum NoMeters implements Meters {
  INSTANCE;

  @Override
  public LongConsumer counter(String name, String help, String... labels) {
    return amount -> {};
  }

  @Override
  public DoubleConsumer distribution(String name, String help, double[] bounds, String... labels) {
    return value -> {};
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    // nobody looks
  }
}
