package io.patternsdk.app.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.yaml.YamlFile;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.testkit.fault.FaultPlan;
import io.patternsdk.testkit.fault.FaultyProvider;
import java.util.Set;

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

  final FaultPlan faults = FaultPlan.seeded(1, Clock.system());
  final RunningPattern<MulticastRegistry> running;
  final Calls calls;
  private final String where;

  private Served(String yaml) {
    DriverRegistry found = DriverRegistry.load();
    DriverRegistry drivers =
        found.with(
            "embedded",
            FaultyProvider.of("embedded", found.find("embedded").orElseThrow(), faults));
    Told told = new Told(HttpFront.routes(RegistryRoutes::of));
    try {
      running =
          Runner.of(new MulticastRegistryProvider())
              .drivers(drivers)
              .service(told)
              .start(config(yaml));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    where = told.where;
    calls = new Calls(where.split(",", 2)[0]);
  }

  /** The value of the metrics whose lines begin so, where metrics are switched on. */
  double metric(String begin) {
    try (Calls metrics = new Calls(where.split("metrics ", 2)[1])) {
      return Calls.metric(metrics, begin);
    }
  }

  /** Starts it with backends and further settings, in YAML. */
  static Served with(String... yaml) {
    return new Served(String.join("", yaml));
  }

  static Served start() {
    return with(ALL);
  }

  static RunnerConfig config(String yaml) {
    String whole =
        (yaml.contains("pattern:") ? "" : "pattern: {name: multicast-registry}\n")
            + (yaml.contains("http:") ? "" : "http: {port: 0}\n")
            + (yaml.contains("observability:")
                ? ""
                : "observability: {metrics: {enabled: false}}\n")
            + yaml;
    Problems problems = new Problems();
    Settings root =
        Settings.of(YamlFile.parse(whole, "test.yaml", problems), Placeholders.none(), problems);
    RunnerConfig config = RunnerConfig.from(root, Set.of("multicast-registry"));
    problems.throwIfAny();
    return config;
  }

  @Override
  public void close() {
    calls.close();
    running.stop();
  }

  /** Remembers where a service can be reached. */
  private static final class Told implements RunnerService<MulticastRegistry> {
    private final RunnerService<MulticastRegistry> service;
    private String where = "";

    Told(RunnerService<MulticastRegistry> service) {
      this.service = service;
    }

    @Override
    public String name() {
      return service.name();
    }

    @Override
    public String start(RunningPattern<MulticastRegistry> pattern) {
      where = service.start(pattern);
      return where;
    }

    @Override
    public void stopIntake() {
      service.stopIntake();
    }

    @Override
    public void drain(Deadline deadline) {
      service.drain(deadline);
    }

    @Override
    public long inFlight() {
      return service.inFlight();
    }

    @Override
    public void close() {
      service.close();
    }
  }
}
