package io.patternsdk.http;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.config.SettingsNode;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.lifecycle.HealthReport;
import io.patternsdk.lifecycle.HealthReport.SlotHealth;
import io.patternsdk.lifecycle.MetricsText;
import io.patternsdk.lifecycle.Phase;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.observability.RequestTracing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pattern that runs without a runner, whose health is set by the test. */
final class FakeRunning implements RunningPattern<Pattern>, Pattern {
  private final RunnerConfig config;
  final ByteBudget budget = ByteBudget.of(1L << 30);
  volatile Health backend = Health.up();
  volatile Phase phase = Phase.RUNNING;

  FakeRunning(Map<String, ?> http) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("pattern", Map.of("name", "fake"));
    root.put("http", withFreePort(http));
    root.put("observability", Map.of("metrics", Map.of("port", 0)));
    Settings settings = Settings.of(SettingsNode.Mapping.of(root), Placeholders.system());
    config = RunnerConfig.from(settings, Set.of("fake"));
    settings.problems().throwIfAny();
  }

  private static Map<String, Object> withFreePort(Map<String, ?> http) {
    Map<String, Object> all = new LinkedHashMap<>(http);
    all.putIfAbsent("port", 0);
    return all;
  }

  @Override
  public void close() {
    RunningPattern.super.close();
  }

  @Override
  public Pattern pattern() {
    return this;
  }

  @Override
  public RunnerConfig config() {
    return config;
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }

  @Override
  public ByteBudget budget() {
    return budget;
  }

  @Override
  public HealthReport health() {
    return HealthReport.of(
        phase,
        Health.up(),
        List.of(
            SlotHealth.builder("registry", "registry", state()).backend("main", "redis").build()));
  }

  private MemberState state() {
    return MemberState.of(
        MemberState.Status.valueOf(backend.status().name()), Instant.EPOCH, backend.detail());
  }

  @Override
  public Unfinished unfinished() {
    return Unfinished.NOTHING;
  }

  @Override
  public Optional<MetricsText> metrics() {
    return Optional.of(accept -> new MetricsText.Page("text/plain; version=0.0.4", "up 1\n"));
  }

  @Override
  public Meters meters() {
    return Meters.none();
  }

  @Override
  public RequestTracing tracing() {
    return RequestTracing.none();
  }

  @Override
  public void fail(Throwable cause) {
    throw new AssertionError(cause);
  }

  @Override
  public int stop() {
    return 0;
  }

  @Override
  public int await() {
    return 0;
  }

  @Override
  public void start() {
    // the test starts the front alone
  }

  @Override
  public void shutdown(Deadline deadline) {
    // nothing to finish
  }

  @Override
  public Health health(Deadline deadline) {
    return Health.up();
  }
}
