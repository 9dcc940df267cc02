package io.patternsdk.app.multicast;

import io.patternsdk.app.testing.ServedPattern;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.testkit.fault.FaultPlan;

/** The registry on embedded backends that fail on cue, served over HTTP within this JVM. */
final class Served implements AutoCloseable {
  /** Three backends in three slots. */
  static final String ALL =
      """
      backends:
        registry: {driver: embedded}
        messaging: {driver: embedded}
        durability: {driver: embedded, config: {max_attempts: 2}}
      """;

  private final ServedPattern<MulticastRegistry> served;
  final FaultPlan faults;
  final RunningPattern<MulticastRegistry> running;
  final RegistryCalls calls;

  private Served(String yaml) {
    served = new ServedPattern<>(new MulticastRegistryProvider(), RegistryRoutes::of, yaml);
    faults = served.faults();
    running = served.running();
    calls = new RegistryCalls(served.address());
  }

  /** The value of the metrics whose lines begin so, where metrics are switched on. */
  double metric(String begin) {
    return served.metric(begin);
  }

  /** Starts it with backends and further settings, in YAML. */
  static Served with(String... yaml) {
    return new Served(String.join("", yaml));
  }

  static Served start() {
    return with(ALL);
  }

  static RunnerConfig config(String yaml) {
    return ServedPattern.config("multicast-registry", yaml);
  }

  /** Where its routes are. */
  String address() {
    return served.address();
  }

  @Override
  public void close() {
    calls.close();
    served.close();
  }
}
