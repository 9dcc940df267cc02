package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What processes with different slots, or at one moment, do to one registry. */
class SharedRegistryTest {
  private final Backends backends = Backends.embedded();
  private final Backend backend = backends.open("embedded");
  private final MulticastRegistry registry = backends.registry();

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  @Test
  void aDurableIdentityThatThisProcessCannotServeFailsAloneAndSaysWhy() {
    registry.register(Registration.of("a").durable());
    registry.register(Registration.of("b"));
    MulticastRegistry without =
        backends.started(
            StandaloneContext.builder().slot(REGISTRY, backend).slot(MESSAGING, backend).build());
    MulticastReport report = without.multicast(Multicast.to(all(), new byte[0]));
    assertThat(report.outcomes()).contains(new Outcome("b", Status.SENT, ""));
    assertThat(report.totals()).containsEntry(Status.FAILED, 1);
    assertThat(report.outcomes())
        .filteredOn(outcome -> outcome.status() == Status.FAILED)
        .allSatisfy(outcome -> assertThat(outcome.error()).contains("slot durability"));
  }

  @Test
  void aHeartbeatGivesNoTtlToWhatWasReplacedMeanwhileByOneThatStays() {
    registry.register(Registration.of("a").ttl(Duration.ofSeconds(20)));
    AtomicBoolean done = new AtomicBoolean();
    Layer replacing =
        Layers.before(
            "expire",
            () -> {
              if (done.compareAndSet(false, true)) {
                registry.register(Registration.of("a").replace());
              }
            });
    MulticastRegistry other =
        backends.started(
            StandaloneContext.builder()
                .slot(REGISTRY, backend, replacing)
                .slot(MESSAGING, backend)
                .slot(DURABILITY, backend)
                .build());
    assertThat(other.heartbeat("a").ttl()).isEmpty();
    assertThat(ttlInBackend("identity:a")).isEmpty();
  }

  private Optional<Duration> ttlInBackend(String key) {
    return backend.capabilities("test", List.of()).require(KEYVALUE_TTL).ttl(key);
  }
}
