package io.patternsdk.multicast.recorded;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.multicast.Backends;
import io.patternsdk.multicast.Inbox;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastReport;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.Registration;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ten identities, of which five are durable, and what a multicast recorded as "id" does to them.
 */
final class RecordedWorld implements AutoCloseable {
  private static final int EACH = 5;
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final Set<Status> REACHED = Set.of(Status.SENT, Status.QUEUED);

  /** The process that lives. */
  final MulticastRegistry other;

  private final Backends backends;
  private final Map<String, ?> settings;
  private final Clock clock;
  private final Runnable passing;
  private final Map<String, Inbox> inboxes = new HashMap<>();
  private final Backend records;
  private final MessageQueue queue;
  private int checks;

  /**
   * Registers them and listens for those that are not durable.
   *
   * @param passing lets time pass
   */
  RecordedWorld(Backends backends, Map<String, ?> settings, Clock clock, Runnable passing) {
    this.backends = backends;
    this.settings = settings;
    this.clock = clock;
    this.passing = passing;
    this.records = backends.in(REGISTRY);
    this.queue = backends.in(DURABILITY).capabilities(DURABILITY, List.of()).require(QUEUE_BASIC);
    this.other = process();
    for (int i = 0; i < EACH; i++) {
      other.register(Registration.of("plain" + i));
      Inbox inbox = new Inbox();
      other.subscribe("plain" + i, inbox);
      inboxes.put("plain" + i, inbox);
      other.register(Registration.of("kept" + i).durable());
    }
  }

  /** Starts one more process. */
  MulticastRegistry process(Layer... layers) {
    return backends.registry(with(settings), clock, layers);
  }

  /** Returns settings with those that all processes have. */
  static Map<String, ?> with(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(Map.of("multicast_retention", "1h", "batch_size", 2));
    return all;
  }

  boolean nothingIsOpen() {
    return new OpenMulticasts(
            records.require(KEYVALUE_CAS), Optional.of(records.require(KEYVALUE_BATCH)))
        .all()
        .isEmpty();
  }

  /** Lets time pass until all that was begun is done. */
  void awaitEnd() {
    SOON.until(
        () -> {
          passing.run();
          return nothingIsOpen();
        });
  }

  /** Whoever is said to be reached was, so often at the most; and all were if it has begun. */
  void check(String when, int most) {
    Optional<MulticastReport> report = other.report("id");
    Map<String, Integer> received = received();
    if (report.isEmpty()) {
      assertThat(received.values()).as(when).containsOnly(0);
    } else {
      assertThat(report.get().outcomes()).as(when).hasSize(2 * EACH);
      assertThat(report.get().outcomes().stream().map(Outcome::status))
          .as(when)
          .allMatch(REACHED::contains);
      assertThat(received.values()).as(when).allMatch(n -> n >= 1 && n <= most);
    }
  }

  /** How often it came to each, when all that was sent before has come. */
  private Map<String, Integer> received() {
    other.multicast(Multicast.to(all(), "last"));
    checks++;
    Map<String, Integer> received = new HashMap<>();
    inboxes.forEach(
        (id, inbox) -> {
          SOON.check(() -> assertThat(inbox.texts()).filteredOn("last"::equals).hasSize(checks));
          received.put(id, inbox.texts().size() - checks);
        });
    for (int i = 0; i < EACH; i++) {
      List<Delivery> waiting = queue.receive("deliveries:kept" + i, 100, Duration.ZERO);
      List<String> ids = waiting.stream().map(Delivery::message).map(Message::id).toList();
      received.put("kept" + i, (int) ids.stream().filter("id"::equals).count());
    }
    return received;
  }

  @Override
  public void close() {
    backends.close();
  }
}
