package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a multicast that is recorded promises while its process lives. */
@SuppressWarnings("try") // a subscription lasts as long as its block, which need not name it
class RecordedMulticastTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final Map<String, String> RECORDING =
      Map.of("multicast_retention", "1h", "multicast_lease", "3s", "multicast_timeout", "1h");

  private final Backends backends = Backends.embedded();
  private final Backend backend = backends.open("embedded");
  private final MovableClock clock = MovableClock.create();
  private final FaultPlan messaging = FaultPlan.seeded(1, Clock.system());
  private final FaultPlan durability = FaultPlan.seeded(2, Clock.system());
  private final MulticastRegistry registry = registry(RECORDING, messaging, durability);
  private final MulticastRegistry other = registry(RECORDING);

  private MulticastRegistry registry(Map<String, ?> settings, Layer... layers) {
    return backends.started(
        StandaloneContext.builder()
            .settings(settings)
            .clock(clock)
            .slot(REGISTRY, backend)
            .slot(MESSAGING, backend, layers)
            .slot(DURABILITY, backend, layers)
            .build());
  }

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  private static Multicast hello(String id) {
    return Multicast.to(all(), "hello").recorded(id);
  }

  private Status status(String id) {
    return other.report(id).orElseThrow().outcomes().getFirst().status();
  }

  private void awaitStatus(String id, Status status) {
    SOON.check(
        () -> {
          clock.advance(LEASE.dividedBy(3));
          assertThat(status(id)).isEqualTo(status);
        });
  }

  @Test
  void anyProcessReportsOnIt() {
    registry.register(Registration.of("plain"));
    registry.register(Registration.of("kept").durable());
    MulticastReport report = registry.multicast(Multicast.to(all(), "hello").recorded());
    assertThat(report.totals()).containsEntry(Status.SENT, 1).containsEntry(Status.QUEUED, 1);
    MulticastReport recorded = other.report(report.id()).orElseThrow();
    assertThat(recorded.outcomes()).containsExactlyInAnyOrderElementsOf(report.outcomes());
    assertThat(recorded.id()).isEqualTo(report.id());
    assertThat(other.report("another")).isEmpty();
  }

  @Test
  void nobodyIsSelectedAndThatIsRecordedToo() {
    assertThat(registry.multicast(hello("none")).targets()).isZero();
    assertThat(other.report("none").orElseThrow().targets()).isZero();
  }

  @Test
  void repeatedUnderItsIdItIsSentOnceAndAnotherIsRefused() {
    Inbox inbox = new Inbox();
    registry.register(Registration.of("a"));
    try (var unused = other.subscribe("a", inbox)) {
      assertThat(registry.multicast(hello("id")).id()).isEqualTo("id");
      registry.register(Registration.of("late"));
      MulticastReport repeated = other.multicast(hello("id"));
      assertThat(repeated.outcomes()).containsExactly(new Outcome("a", Status.SENT, ""));
      for (Multicast another :
          new Multicast[] {
            Multicast.to(all(), "bye"),
            Multicast.to(eq("x", 1), "hello"),
            hello("").contentType("a/b")
          }) {
        RegistryOnBackends.refused(
            Code.ALREADY_EXISTS, () -> registry.multicast(another.recorded("id")));
      }
      registry.multicast(Multicast.to(all(), "last"));
      SOON.check(() -> assertThat(inbox.texts()).contains("last"));
      assertThat(inbox.texts()).containsExactly("hello", "last");
      assertThat(inbox.deliveries.getFirst().messageId()).isEqualTo("id");
    }
  }

  @Test
  void whomItCouldNotReachIsPendingAndReachedLater() {
    Inbox inbox = new Inbox();
    registry.register(Registration.of("a"));
    try (var unused = other.subscribe("a", inbox)) {
      messaging.next(2, "publish_all", Fault.refused(ErrorKind.UNAVAILABLE));
      MulticastReport report = registry.multicast(hello("id"));
      assertThat(report.totals()).containsEntry(Status.PENDING, 1);
      assertThat(report.outcomes().getFirst().cause()).isPresent();
      assertThat(status("id")).isEqualTo(Status.PENDING);
      awaitStatus("id", Status.SENT);
      SOON.check(() -> assertThat(inbox.texts()).containsExactly("hello"));
    }
  }

  @Test
  void whatNoOtherTryWouldReachHasFailed() {
    registry.register(Registration.of("kept").durable());
    durability.next(1, "enqueue", Fault.refused(ErrorKind.TOO_LARGE));
    assertThat(registry.multicast(hello("id")).totals()).containsEntry(Status.FAILED, 1);
    Outcome recorded = other.report("id").orElseThrow().outcomes().getFirst();
    assertThat(recorded.status()).isEqualTo(Status.FAILED);
    assertThat(recorded.cause().orElseThrow().toString()).contains("TOO_LARGE");
  }

  @Test
  void nothingWaitsForWhoWasUnregisteredMeanwhile() {
    registry.register(Registration.of("kept").durable());
    durability.next(1, "enqueue", Fault.refused(ErrorKind.UNAVAILABLE));
    assertThat(registry.multicast(hello("id")).totals()).containsEntry(Status.PENDING, 1);
    registry.unregister("kept");
    awaitStatus("id", Status.FAILED);
    registry.register(Registration.of("kept").durable());
    assertThat(durability.reached("enqueue")).isZero();
  }

  @Test
  void whoAcknowledgedInTimeIsRecorded() {
    registry.register(Registration.of("listens"));
    registry.register(Registration.of("room1").topic("room"));
    registry.register(Registration.of("sleeps").durable());
    MulticastRegistry timed = backends.registry(Map.of("multicast_retention", "1h"));
    try (var unused = timed.subscribe("listens", new Inbox())) {
      timed.multicast(hello("id").confirm().timeout(Duration.ofSeconds(2)));
      assertThat(RegistryOnBackends.statuses(other.report("id").orElseThrow()))
          .isEqualTo(
              Map.of(
                  "listens", Status.ACKNOWLEDGED, "room1", Status.SENT, "sleeps", Status.QUEUED));
    }
  }

  @Test
  void aThousandAndMoreAreRecordedInPages() {
    for (int i = 0; i < 1_100; i++) {
      Registration one = Registration.of("identity number " + i);
      registry.register(i % 10 == 0 ? one.durable() : one);
    }
    MulticastReport report = registry.multicast(hello("id"));
    assertThat(report.totals()).containsEntry(Status.SENT, 990).containsEntry(Status.QUEUED, 110);
    assertThat(RegistryOnBackends.statuses(other.report("id").orElseThrow()))
        .isEqualTo(RegistryOnBackends.statuses(report));
  }

  @Test
  void whatIsRecordedCanBeReadAndWhatCouldNotBeIsRefusedBeforeAnythingIsSent() {
    Inbox inbox = new Inbox();
    registry.register(Registration.of("a"));
    try (var unused = other.subscribe("a", inbox)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> registry.multicast(bytes(6 << 20).recorded("larger")))
          .withMessageContaining("too large to be recorded; the most is 6290")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE))
          .satisfies(e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
      assertThat(other.report("larger")).isEmpty();
      registry.multicast(bytes((6 << 20) - 2_048).recorded("large"));
      assertThat(other.report("large").orElseThrow().targets()).isEqualTo(1);
      SOON.check(() -> assertThat(inbox.deliveries).hasSize(1));
    }
  }

  private static Multicast bytes(int size) {
    return Multicast.to(all(), new byte[size]);
  }

  @Test
  void itIsRefusedWhereItIsSwitchedOffOrHasNoId() {
    MulticastRegistry without = registry(Map.of());
    RegistryOnBackends.refused(Code.UNSUPPORTED, () -> without.multicast(hello("id")));
    RegistryOnBackends.refused(Code.UNSUPPORTED, () -> without.report("id"));
    for (String id : new String[] {"", "x".repeat(257), "a\nb", "a\ud83d"}) {
      RegistryOnBackends.refused(Code.INVALID, () -> registry.multicast(hello(id)));
    }
    RegistryOnBackends.refused(Code.INVALID, () -> registry.report(""));
  }

  @Test
  void aBackendThatCannotKeepItIsRefusedAtTheStart() {
    Backend old = backends.open("nats");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                MulticastRegistry.builder()
                    .registry(old)
                    .messaging(backend)
                    .multicastRetention(Duration.ofHours(1))
                    .start())
        .withMessageContaining("multicast_retention needs keyvalue_cas_ttl, which nats");
  }

  @Test
  void aRetentionThatIsOverBeforeTheLeaseIsRefused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> registry(Map.of("multicast_retention", "9s")))
        .withMessageContaining("multicast_retention is shorter than multicast_lease");
  }

  @Test
  void itIsKeptForAsLongAsIsSaid() {
    MulticastRegistry brief =
        registry(Map.of("multicast_retention", "1s", "multicast_lease", "1s"));
    brief.multicast(hello("id"));
    SOON.check(() -> assertThat(brief.report("id")).isEqualTo(Optional.empty()));
    assertThat(brief.multicast(hello("id")).targets()).isZero();
  }
}
