package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How old an answer of the view may be, and what happens where it is older. */
class ViewFreshnessTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));

  private final Backends backends = Backends.embedded();
  private final MovableClock clock = MovableClock.create();
  private final KeptMeters meters = new KeptMeters();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean away;
  private final MulticastRegistry registry = start();

  private MulticastRegistry start() {
    Backend backend = backends.in(REGISTRY);
    return backends.started(
        StandaloneContext.builder()
            .settings(Map.of("view_size", "1MiB", "view_max_staleness", "5m"))
            .clock(clock)
            .meters(meters)
            .slot(REGISTRY, backend, Layers.before(operation -> called(operation.toString())))
            .slot(MESSAGING, backend)
            .build());
  }

  private void called(String operation) {
    if (operation.startsWith("keyvalue_watch.")) {
      if (away) {
        throw new BackendException(ErrorKind.UNAVAILABLE, "away");
      }
    } else {
      calls.add(operation);
    }
  }

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  private boolean viewed(Enumeration asked) {
    return registry.enumerate(asked).staleness().isPresent();
  }

  private void filled(String id) {
    SOON.until(
        () -> {
          registry.register(Registration.of(id).replace()); // a poll that waits returns
          clock.advance(Duration.ofSeconds(1)); // the pause after a watch that failed
          Listing page = registry.enumerate(Enumeration.all());
          return page.staleness().isPresent()
              && page.identities().stream().anyMatch(each -> each.id().equals(id));
        });
  }

  private void refused(Enumeration asked) {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.enumerate(asked))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.STALE));
  }

  @Test
  void theViewAnswersWithoutACallToTheBackend() {
    filled("a");
    calls.clear();
    assertThat(viewed(Enumeration.all())).isTrue();
    assertThat(registry.multicast(Multicast.to(all(), "x")).targets()).isEqualTo(1);
    assertThat(calls).isEmpty();
    assertThat(meters.read("registry_view_identities")).isEqualTo(1);
    assertThat(viewed(Enumeration.all().maxStaleness(Duration.ZERO))).isFalse();
    assertThat(calls).isNotEmpty();
  }

  @Test
  void whatIsOlderThanAskedForIsReadFromTheBackendOrRefused() {
    filled("a");
    away = true;
    clock.advance(Duration.ofMinutes(10));
    Duration old = Duration.ofMinutes(10);
    assertThat(meters.read("registry_view_staleness_seconds")).isGreaterThanOrEqualTo(600);
    assertThat(viewed(Enumeration.all())).isFalse();
    refused(Enumeration.all().failsIfStale());
    refused(Enumeration.all().maxStaleness(old.minusSeconds(1)).failsIfStale());
    Listing page = registry.enumerate(Enumeration.all().maxStaleness(Duration.ofHours(9)));
    assertThat(page.staleness().orElseThrow()).isGreaterThanOrEqualTo(old);
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> registry.multicast(Multicast.to(all(), "x").failsIfStale()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.STALE));
    away = false;
    filled("b");
    assertThat(registry.enumerate(Enumeration.all().failsIfStale()).total()).isEqualTo(2);
  }

  @Test
  void aBackendThatCannotBeWatchedIsRefusedAtTheStart() {
    try (Backends redis = Backends.redis()) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> redis.registry(Map.of("view_size", "1MiB")))
          .withMessageContaining("view_size needs keyvalue_watch, which redis in slot registry");
    }
  }
}
