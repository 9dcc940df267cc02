package io.patternsdk.app.testing;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.http.HttpFront;
import io.patternsdk.http.Routes;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.yaml.YamlFile;
import io.patternsdk.testkit.fault.FaultPlan;
import io.patternsdk.testkit.fault.FaultyProvider;
import java.util.Set;
import java.util.function.Function;

/**
 * A pattern on embedded backends that fail on cue, served over HTTP within this JVM.
 *
 * @param <P> the pattern's own type
 */
public final class ServedPattern<P extends Pattern> implements AutoCloseable {
  private final FaultPlan faults = FaultPlan.seeded(1, Clock.system());
  private final RunningPattern<P> running;
  private final String where;

  /**
   * Starts it.
   *
   * @param yaml backends and further settings; ports are free ones unless it says others
   */
  public ServedPattern(
      PatternProvider<P> provider, Function<? super P, Routes> routes, String yaml) {
    DriverRegistry found = DriverRegistry.load();
    DriverRegistry drivers =
        found.with(
            "embedded",
            FaultyProvider.of("embedded", found.find("embedded").orElseThrow(), faults));
    Told<P> told = new Told<>(HttpFront.routes(routes));
    try {
      running =
          Runner.of(provider).drivers(drivers).service(told).start(config(provider.name(), yaml));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    where = told.where;
  }

  /** Reads a configuration of a pattern, completed by free ports where it says none. */
  public static RunnerConfig config(String pattern, String yaml) {
    String whole =
        (yaml.contains("pattern:") ? "" : "pattern: {name: " + pattern + "}\n")
            + (yaml.contains("http:") ? "" : "http: {port: 0}\n")
            + (yaml.contains("observability:")
                ? ""
                : "observability: {metrics: {enabled: false}}\n")
            + yaml;
    Problems problems = new Problems();
    Settings root =
        Settings.of(YamlFile.parse(whole, "test.yaml", problems), Placeholders.none(), problems);
    RunnerConfig config = RunnerConfig.from(root, Set.of(pattern));
    problems.throwIfAny();
    return config;
  }

  /** Makes the calls of its embedded backends fail. */
  public FaultPlan faults() {
    return faults;
  }

  /** The pattern as it runs. */
  public RunningPattern<P> running() {
    return running;
  }

  /** Where the routes are. */
  public String address() {
    return where.split(",", 2)[0];
  }

  /** The value of the metrics whose lines begin so, where metrics are switched on. */
  public double metric(String begin) {
    try (Calls metrics = new Calls(where.split("metrics ", 2)[1])) {
      return Calls.metric(metrics, begin);
    }
  }

  @Override
  public void close() {
    running.stop();
  }

  /** Remembers where a service can be reached. */
  private static final class Told<P extends Pattern> implements RunnerService<P> {
    private final RunnerService<P> service;
    private String where = "";

    Told(RunnerService<P> service) {
      this.service = service;
    }

    @Override
    public String name() {
      return service.name();
    }

    @Override
    public String start(RunningPattern<P> pattern) {
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
