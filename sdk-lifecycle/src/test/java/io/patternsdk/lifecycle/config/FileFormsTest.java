package io.patternsdk.lifecycle.config;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.config.BulkheadConfig;
import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every form that the file may have. */
class FileFormsTest {

  private static List<String> values(List<Located<String>> located) {
    return located.stream().map(Located::value).toList();
  }

  @Test
  void theCompleteFormHasEverythingUnderItsName() {
    RunnerConfig config = Texts.config(Texts.resource("complete.yaml"));
    assertThat(config.pattern().name()).isEqualTo("multicast-registry");
    assertThat(config.pattern().version()).contains("v1.2.0");
    assertThat(config.lifecycle())
        .isEqualTo(
            new LifecycleConfig(
                ofSeconds(30), ofSeconds(35), ofSeconds(10), ofSeconds(30), ofSeconds(0)));
    assertThat(config.slots().keySet()).containsExactly("registry", "messaging");
    assertThat(values(config.slot("registry").requiredInterfaces()))
        .containsExactly("keyvalue_basic", "keyvalue_scan");
    assertThat(config.slot("registry").description()).isEqualTo("Identity registry with scan");
    assertThat(config.concurrency().workers()).isEqualTo(10);
    GuardConfig guard = config.concurrency().guard();
    assertThat(guard.bulkhead()).isEqualTo(GuardConfig.STANDARD.bulkhead());
    assertThat(guard.circuitBreaker().orElseThrow().maxFailures()).contains(5);
    assertThat(guard.circuitBreaker().orElseThrow().resetTimeout()).isEqualTo(ofSeconds(30));
  }

  @Test
  void theCompleteFormNamesItsBackendsAndLeavesTheirConfigToTheirDrivers() {
    RunnerConfig config = Texts.config(Texts.resource("complete.yaml"));
    assertThat(config.backends().keySet()).containsExactly("registry", "messaging");
    BackendConfig redis = config.backends().sequencedValues().getFirst();
    assertThat(redis.driver().value()).isEqualTo("redis");
    assertThat(redis.driver().location()).hasToString("c.yaml:40:13");
    assertThat(redis.config().names()).containsExactly("addresses", "pool_size", "max_retries");
    assertThat(redis.config().dottedPath()).isEqualTo("backends.registry.config");
    assertThat(redis.operationTimeout()).isEqualTo(ofSeconds(5));
    assertThat(redis.format()).isEqualTo(BackendConfig.Format.ENVELOPE);
  }

  @Test
  void theCompleteFormSetsObservability() {
    ObservabilityConfig config = Texts.config(Texts.resource("complete.yaml")).observability();
    assertThat(config.metrics())
        .isEqualTo(new MetricsConfig(true, "127.0.0.1", 9090, "/metrics", false));
    assertThat(config.tracing())
        .isEqualTo(
            new TracingConfig(
                Optional.of(true), Optional.of("localhost:4317"), Optional.empty(), 1.0));
    assertThat(config.logging())
        .isEqualTo(new LoggingConfig(LoggingConfig.Level.INFO, LoggingConfig.Format.JSON));
  }

  @Test
  void thePatternsOwnFileNeedsNoBackends() {
    RunnerConfig config = Texts.config(Texts.resource("pattern.yaml"));
    assertThat(config.backends()).isEmpty();
    SlotConfig durability = config.slot("durability");
    assertThat(durability.optional().map(Located::value)).contains(true);
    assertThat(values(durability.requiredInterfaces())).containsExactly("queue_basic");
    assertThat(config.concurrency().guard().bulkhead())
        .contains(new BulkheadConfig(100, ofSeconds(5), true));
  }

  @Test
  void theShortFormHasThePatternsNameAtTheRoot() {
    RunnerConfig config = Texts.config(Texts.resource("short.yaml"));
    assertThat(config.pattern().name()).isEqualTo("multicast-registry");
    assertThat(config.backends().keySet()).containsExactly("registry", "messaging");
    BackendConfig registry = config.backends().sequencedValues().getFirst();
    assertThat(values(registry.interfaces())).containsExactly("keyvalue_basic", "keyvalue_scan");
    assertThat(registry.config().dottedPath())
        .isEqualTo("multicast_registry.backends.registry.config");
    assertThat(config.settings().duration("multicast_timeout").required()).isEqualTo(ofSeconds(10));
    assertThat(config.settings().integer("batch_size").required()).isEqualTo(100);
    assertThat(values(config.slot("registry").backendNames())).containsExactly("registry");
  }

  @Test
  void theShortFormMayBeWrittenWithAHyphenAndObserved() {
    RunnerConfig config =
        Texts.config("multicast-registry: {}\nobservability: {logging: {level: debug}}");
    assertThat(config.pattern().name()).isEqualTo("multicast-registry");
    assertThat(config.observability().logging().level()).isEqualTo(LoggingConfig.Level.DEBUG);
  }

  @Test
  void aNameAloneHasEveryDefault() {
    RunnerConfig config = Texts.config("pattern:\n  name: multicast_registry\n");
    assertThat(config.pattern().name()).isEqualTo("multicast-registry");
    assertThat(config.lifecycle().shutdownTimeout()).isEqualTo(ofSeconds(35));
    assertThat(config.concurrency().workers()).isEqualTo(10);
    assertThat(config.slot("registry").guard()).isEqualTo(GuardConfig.STANDARD);
    assertThat(config.slot("registry").backends()).isEmpty();
    assertThat(config.settings().present()).isFalse();
    assertThat(config.observability().tracing().enabled()).isEmpty();
    assertThat(config.http())
        .isEqualTo(
            new HttpConfig(
                "127.0.0.1",
                8080,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1_000_000,
                16_384,
                1_000,
                ofSeconds(60),
                ofSeconds(30),
                ofSeconds(30),
                Optional.empty()));
  }

  @Test
  void aProgramMayBuildItFromMaps() {
    Settings root =
        Settings.of(
            Map.of(
                "pattern", Map.of("name", "p", "lifecycle", Map.of("drain_delay", ofSeconds(2))),
                "backends", Map.of("a", Map.of("driver", "embedded"))));
    RunnerConfig config = root.read(s -> RunnerConfig.from(s, Set.of("p")));
    assertThat(config.lifecycle().shutdownTimeout()).isEqualTo(ofSeconds(37));
    assertThat(config.backends()).containsKey("a");
  }
}
