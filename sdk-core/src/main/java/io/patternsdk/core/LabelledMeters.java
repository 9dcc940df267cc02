package io.patternsdk.core;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/** Meters that have labels in common. */
record LabelledMeters(Meters meters, String... common) implements Meters {

  @Override
  public LongConsumer counter(String name, String help, String... labels) {
    return meters.counter(name, help, with(labels));
  }

  @Override
  public DoubleConsumer distribution(String name, String help, double[] bounds, String... labels) {
    return meters.distribution(name, help, bounds, with(labels));
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    meters.gauge(name, help, value, with(labels));
  }

  @Override
  public void total(String name, String help, DoubleSupplier value, String... labels) {
    meters.total(name, help, value, with(labels));
  }

  private String[] with(String... labels) {
    String[] all = Arrays.copyOf(common, common.length + labels.length);
    System.arraycopy(labels, 0, all, common.length, labels.length);
    return all;
  }
}
