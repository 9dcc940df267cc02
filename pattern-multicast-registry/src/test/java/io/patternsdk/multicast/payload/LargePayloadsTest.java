package io.patternsdk.multicast.payload;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.PAYLOADS;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.AckMode;
import io.patternsdk.multicast.Delivered;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.multicast.MulticastReport;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.Receiver;
import io.patternsdk.multicast.Registration;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too large for the backends of messages goes to slot payloads, and nobody notices. */
@SuppressWarnings("try") // a subscription lasts as long as its block, which need not name it
class LargePayloadsTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final String LARGE = "0123456789".repeat(10);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "payload_threshold",
          "99B",
          "multicast_retention",
          "1h",
          "multicast_timeout",
          "1h",
          "visibility_timeout",
          "1h");

  private final MovableClock clock = MovableClock.create();
  private final FaultPlan messaging = FaultPlan.seeded(1, Clock.system());
  private final FaultPlan payloads = FaultPlan.seeded(2, Clock.system());
  private final List<MulticastRegistry> registries = new ArrayList<>();
  private final Backend backend = open(Map.of());
  private final Backend store = open(Map.of());
  private final Blobs blobs = store.capabilities(PAYLOADS, List.of()).require(BLOB_BASIC);
  private final MulticastRegistry sender = registry(SETTINGS, true);
  private final MulticastRegistry receiver = registry(SETTINGS, true);
  private final Letters letters = new Letters();

  private static Backend open(Map<String, ?> settings) {
    return DriverRegistry.load().open("embedded", BackendOptions.named("all").settings(settings));
  }

  private MulticastRegistry registry(Map<String, ?> settings, boolean withPayloads) {
    StandaloneContext.Builder context =
        StandaloneContext.builder()
            .settings(settings)
            .clock(clock)
            .slot(REGISTRY, backend)
            .slot(MESSAGING, backend, messaging)
            .slot(DURABILITY, backend);
    if (withPayloads) {
      context.slot(PAYLOADS, store, new Layer[] {payloads});
    }
    MulticastRegistry registry = new MulticastRegistryProvider().create(context.build());
    registry.start();
    registries.add(registry);
    return registry;
  }

  @AfterEach
  void close() {
    registries.forEach(each -> each.shutdown(Deadline.after(Duration.ofSeconds(10))));
    backend.close();
    store.close();
  }

  /** Keeps what it sees of each delivery while it is called. */
  private static final class Letters implements Receiver {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<Delivered> deliveries = new CopyOnWriteArrayList<>();
    final AtomicInteger gaps = new AtomicInteger();

    @Override
    public void onDelivery(Delivered delivery) {
      texts.add(delivery.text());
      deliveries.add(delivery);
    }

    @Override
    public void onGap() {
      gaps.incrementAndGet();
    }
  }

  private List<BlobEntry> kept() {
    return blobs.list("").toList();
  }

  @Test
  void whatIsLargeIsKeptOnceAndEverybodyHasIt() {
    for (String id : List.of("plain", "other")) {
      sender.register(Registration.of(id));
    }
    sender.register(Registration.of("kept").durable());
    try (var one = receiver.subscribe("plain", letters);
        var two = receiver.subscribe("other", letters);
        var three = receiver.subscribe("kept", letters)) {
      sender.multicast(Multicast.to(all(), LARGE));
      SOON.check(() -> assertThat(letters.texts).containsExactly(LARGE, LARGE, LARGE));
      assertThat(letters.deliveries.getFirst().text()).as("asked for later").isEqualTo(LARGE);
      assertThat(letters.deliveries.getFirst().contentType()).startsWith("text/plain");
      assertThat(kept()).singleElement().extracting(BlobEntry::size).isEqualTo(100L);
    }
  }

  @Test
  void whatIsSmallAndWhatNobodyGetsIsNotKept() {
    sender.multicast(Multicast.to(all(), LARGE));
    sender.register(Registration.of("plain"));
    try (var unused = receiver.subscribe("plain", letters)) {
      sender.multicast(Multicast.to(all(), LARGE.substring(1)));
      SOON.check(() -> assertThat(letters.texts).containsExactly(LARGE.substring(1)));
      assertThat(kept()).isEmpty();
    }
  }

  @Test
  void whatTheBackendCannotCarryGoesThereWhateverTheThresholdIs() {
    Map<String, ?> server = Map.of("url", NatsServer.shared().uri(), "connect_timeout", "20s");
    BackendOptions options =
        BackendOptions.named("nats")
            .namespace("large")
            .settings(server)
            .operationTimeout(Duration.ofMinutes(1));
    String larger = "x".repeat((1 << 20) + 1);
    sender.register(Registration.of("plain"));
    try (Backend nats = DriverRegistry.load().open("nats", options);
        MulticastRegistry large =
            MulticastRegistry.builder()
                .registry(backend)
                .messaging(nats)
                .payloads(store)
                .payloadThreshold(1L << 30)
                .multicastTimeout(Duration.ofMinutes(1))
                .start();
        var unused = large.subscribe("plain", letters)) {
      large.multicast(Multicast.to(all(), larger));
      SOON.check(() -> assertThat(letters.texts).containsExactly(larger));
      assertThat(kept()).hasSize(1);
    }
  }

  @Test
  void whereItCannotBeKeptNothingIsSent() {
    sender.register(Registration.of("kept").durable());
    payloads.next(1, "head", Fault.refused(ErrorKind.UNAVAILABLE));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> sender.multicast(Multicast.to(all(), LARGE)))
        .withMessageContaining("a body of 100 bytes is not stored")
        .satisfies(e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
    try (var unused = receiver.subscribe("kept", letters)) {
      sender.multicast(Multicast.to(all(), "small"));
      SOON.check(() -> assertThat(letters.texts).containsExactly("small"));
    }
  }

  @Test
  void aRecordedOneIsFinishedWithThePayloadThatIsKept() {
    sender.register(Registration.of("plain"));
    try (var unused = receiver.subscribe("plain", letters)) {
      messaging.next(1, "publish_all", Fault.refused(ErrorKind.UNAVAILABLE));
      MulticastReport report = sender.multicast(Multicast.to(all(), LARGE).recorded("id"));
      assertThat(report.totals()).containsEntry(Status.PENDING, 1);
      SOON.check(
          () -> {
            clock.advance(Duration.ofSeconds(4));
            assertThat(letters.texts).contains(LARGE); // another may take over and send it too
          });
      assertThat(receiver.report("id").orElseThrow().id()).isEqualTo("id");
    }
  }

  @Test
  void aDurableOneWaitsForAStoreThatIsAway() {
    sender.register(Registration.of("kept").durable());
    sender.multicast(Multicast.to(all(), LARGE));
    payloads.always("get", Fault.refused(ErrorKind.UNAVAILABLE));
    MulticastRegistry eager = eager();
    try (var unused = eager.subscribe("kept", letters)) {
      awaitTries();
      clock.advance(Duration.ofHours(2));
      awaitTries();
      payloads.heal();
      SOON.check(() -> assertThat(letters.texts).containsExactly(LARGE));
      assertThat(letters.deliveries.getFirst().attempt()).isEqualTo(1);
      assertThat(eager.deadLetters("kept", 10)).isEmpty();
    }
  }

  @Test
  void aDurableOneWhosePayloadIsRefusedKeepsTheOthersWaitingForATimeOnly() {
    sender.register(Registration.of("kept").durable());
    sender.multicast(Multicast.to(all(), LARGE));
    payloads.always("get", Fault.refused(ErrorKind.PERMISSION_DENIED));
    MulticastRegistry eager = eager();
    try (var unused = eager.subscribe("kept", letters)) {
      sender.multicast(Multicast.to(all(), "small"));
      awaitTries();
      assertThat(letters.texts).isEmpty();
      SOON.check(
          () -> {
            clock.advance(Duration.ofMinutes(20));
            assertThat(eager.deadLetters("kept", 10)).hasSize(1);
          });
      SOON.check(() -> assertThat(letters.texts).containsExactly("small"));
    }
  }

  private MulticastRegistry eager() {
    return registry(
        Map.of("payload_threshold", "99B", "poll_interval", "1ms", "visibility_timeout", "1h"),
        true);
  }

  /** More than there may be attempts. */
  private void awaitTries() {
    long enough = payloads.struck() + 50;
    SOON.until("that payloads are read", () -> payloads.struck() >= enough);
  }

  @Test
  void whatHasLostItsPayloadIsAGapOrADeadLetterAndTheOthersGoOn() {
    sender.register(Registration.of("plain"));
    sender.register(Registration.of("kept").durable());
    Letters durable = new Letters();
    sender.multicast(Multicast.to(all(), LARGE));
    try (var one = receiver.subscribe("plain", letters)) {
      kept().forEach(entry -> blobs.delete(entry.key()));
      payloads.next(1, "get", Fault.refused(ErrorKind.NOT_FOUND));
      sender.multicast(Multicast.to(all(), LARGE + "lost"));
      SOON.check(() -> assertThat(letters.gaps).hasValue(1));
      kept().forEach(entry -> blobs.delete(entry.key()));
      try (var two = receiver.subscribe("kept", durable)) {
        SOON.check(() -> assertThat(receiver.deadLetters("kept", 10)).hasSize(2));
        sender.multicast(Multicast.to(all(), LARGE + "there"));
        SOON.check(() -> assertThat(durable.texts).containsExactly(LARGE + "there"));
        SOON.check(() -> assertThat(letters.texts).containsExactly(LARGE + "there"));
        var letter = receiver.deadLetters("kept", 10).getFirst();
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(() -> receiver.payload(letter))
            .withMessageContaining("is not in slot payloads, where it was kept as claims/")
            .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
      }
    }
  }

  @Test
  void aDeadLettersPayloadIsRead() {
    sender.register(Registration.of("kept").durable());
    sender.multicast(Multicast.to(all(), LARGE));
    try (var unused =
        receiver.subscribe(
            "kept",
            AckMode.AUTO,
            delivery -> {
              throw new IllegalStateException("refused by the receiver");
            })) {
      SOON.check(() -> assertThat(receiver.deadLetters("kept", 10)).hasSize(1));
      assertThat(receiver.payload(receiver.deadLetters("kept", 10).getFirst()))
          .asString()
          .isEqualTo(LARGE);
    }
  }

  @Test
  void itIsGoneAfterTheRetention() {
    sender.register(Registration.of("kept").durable());
    sender.multicast(Multicast.to(all(), LARGE));
    clock.advance(Duration.ofDays(7));
    SOON.check(
        () -> {
          clock.advance(Duration.ofHours(1));
          assertThat(kept()).isEmpty();
        });
  }

  @Test
  void whoHasNoSuchSlotIsToldWhatIsMissing() {
    MulticastRegistry without = registry(Map.of(), false);
    sender.register(Registration.of("plain"));
    try (var unused = without.subscribe("plain", letters)) {
      sender.multicast(Multicast.to(all(), LARGE));
      SOON.check(() -> assertThat(letters.gaps).hasValue(1));
      assertThat(without.multicast(Multicast.to(all(), LARGE)).totals())
          .containsEntry(Status.SENT, 1);
      SOON.check(() -> assertThat(letters.texts).containsExactly(LARGE));
    }
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> registry(Map.of("payload_threshold", "1MiB"), false))
        .withMessageContaining("payload_threshold is not used: slot payloads is empty");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> registry(Map.of("payload_retention", "6d"), true))
        .withMessageContaining("payload_retention is shorter than max_absence");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () -> registry(Map.of("payload_retention", "8d", "multicast_retention", "9d"), true))
        .withMessageContaining("at least 16d");
  }
}
