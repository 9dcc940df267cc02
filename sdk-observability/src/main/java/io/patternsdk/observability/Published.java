package io.patternsdk.observability;

import io.patternsdk.core.Meters;
import java.util.function.DoubleSupplier;

/** Meters that have one label in common. */
record Published(Meters meters, String label, String value) {

  void gauge(String name, String help, DoubleSupplier read) {
    meters.gauge(name, help, read, label, value);
  }

  void total(String name, String help, DoubleSupplier read) {
    meters.total(name, help, read, label, value);
  }
}
