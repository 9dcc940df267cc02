package io.patternsdk.core.driver;

import io.patternsdk.core.Meters;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What drivers publish of themselves, by names that all of them share; whoever opens a backend adds
 * its name as a label. Each value is read whenever somebody looks, also after the driver was
 * closed, and may neither wait nor fail. Thread-safe.
 */
public final class DriverMeters {
  private final Meters meters;

  private DriverMeters(Meters meters) {
    this.meters = meters;
  }

  /** Returns those of a driver that is being opened. */
  public static DriverMeters of(DriverContext context) {
    return new DriverMeters(context.meters());
  }

  /** Publishes how many messages found no room with their subscriber; it only grows. */
  public DriverMeters dropped(LongSupplier messages) {
    meters.total(
        "backend_dropped_messages_total",
        "Messages that found no room with their subscriber",
        messages::getAsLong);
    return this;
  }

  /** Publishes how often a connection was made again after it was lost; it only grows. */
  public DriverMeters reconnects(LongSupplier times) {
    meters.total(
        "backend_reconnects_total",
        "Connections that were made again after they were lost",
        times::getAsLong);
    return this;
  }

  /** Publishes how many connections a pool has, how many are lent, and how many calls wait. */
  public DriverMeters pool(IntSupplier connections, IntSupplier lent, IntSupplier waiting) {
    meters.gauge("backend_pool_connections", "Connections of the pool", connections::getAsInt);
    meters.gauge("backend_pool_lent", "Connections that calls use now", lent::getAsInt);
    meters.gauge("backend_pool_waiting", "Calls that wait for a connection", waiting::getAsInt);
    return this;
  }
}
