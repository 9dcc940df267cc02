package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;

import io.patternsdk.concurrency.pool.PoolMeters;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.Meters;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.multicast.Confirmations.Expected;
import io.patternsdk.multicast.IdentityStore.Selection;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Multicasts: selects, fans out on a pool, waits for acknowledgements, and reports on each target;
 * a failure stops no other. Thread-safe.
 */
final class Multicaster {
  private static final Logger LOG = System.getLogger(Multicaster.class.getName());

  /** So many small ones cost a connection less than workers that share it. */
  private static final int PUBLISHED_AT_ONCE = 1_000;

  private static final int BYTES_AT_ONCE = 1 << 20;

  private final IdentityStore store;
  private final PubSub messaging;
  private final Optional<DurableQueue> queue;
  private final Confirmations confirmations;
  private final RegistrySettings settings;
  private final WorkerPool pool;
  private final Clock clock;
  private final Map<Status, LongConsumer> counters;

  Multicaster(
      IdentityStore store,
      PubSub messaging,
      Optional<DurableQueue> queue,
      Confirmations confirmations,
      RegistrySettings settings,
      PatternContext context) {
    this.store = store;
    this.messaging = messaging;
    this.queue = queue;
    this.confirmations = confirmations;
    this.settings = settings;
    this.clock = context.clock();
    this.pool = WorkerPool.named("multicast").workers(context.workers()).build();
    PoolMeters.publish(context.meters(), pool);
    this.counters = counters(context.meters());
  }

  private static Map<Status, LongConsumer> counters(Meters meters) {
    Map<Status, LongConsumer> counters = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      counters.put(
          status,
          meters.counter(
              "registry_multicast_targets_total",
              "Targets of multicasts by what became of them",
              "status",
              status.name().toLowerCase(Locale.ROOT)));
    }
    return counters;
  }

  MulticastReport multicast(Multicast request, Duration timeout) {
    return Deadline.after(timeout, clock).run(() -> multicast(request));
  }

  private MulticastReport multicast(Multicast request) {
    Selection selected = select(request);
    List<Target> targets = Target.byTopic(selected.page().documents());
    Message message = message(request);
    List<Outcome> outcomes =
        request.confirms() ? confirmed(targets, message) : fanOut(targets, message).all();
    MulticastReport report =
        new MulticastReport(
            message.id(), outcomes, selected.page().unreadable(), selected.staleness());
    report.totals().forEach((status, n) -> Objects.requireNonNull(counters.get(status)).accept(n));
    return report;
  }

  private Selection select(Multicast request) {
    Selection selected =
        store.targets(request.filter(), settings.maxTargets(), request.freshness());
    if (selected.page().next().isPresent()) {
      throw new RegistryException(
          Code.INVALID,
          "the filter matches more than "
              + settings.maxTargets()
              + " identities (max_targets); narrow it");
    }
    return selected;
  }

  private Message message(Multicast request) {
    Message.Builder message =
        Message.builder(request.payload()).header(Headers.CONTENT_TYPE, request.contentType());
    return request.confirms()
        ? message.header(Headers.REPLY_TO, confirmations.topic()).build()
        : message.build();
  }

  private List<Outcome> confirmed(List<Target> targets, Message message) {
    List<String> ids = targets.stream().flatMap(t -> t.identities().stream()).toList();
    try (Expected expected = confirmations.expect(message.id(), ids)) {
      Outcomes outcomes = fanOut(targets, message);
      List<String> unreached = outcomes.unreached();
      unreached.forEach(expected::acknowledged);
      Set<String> missing = new HashSet<>(expected.await(Deadline.current()));
      missing.addAll(unreached); // some may be reached only now
      return outcomes.confirmed(missing);
    }
  }

  /** A single part needs no worker: the caller would only wait for it. Durable ones come first. */
  private Outcomes fanOut(List<Target> targets, Message message) {
    Outcomes outcomes = new Outcomes(targets);
    int durable = (int) targets.stream().filter(Target::durable).count();
    List<Part> parts = new ArrayList<>();
    split(0, durable, settings.batchSize(), parts);
    split(durable, targets.size(), publishedAtOnce(message), parts);
    if (parts.size() == 1) {
      send(targets, parts.getFirst(), message, outcomes);
    } else {
      pool.all(
          parts,
          part -> {
            send(targets, part, message, outcomes);
            return true;
          });
    }
    return outcomes;
  }

  /** Targets from one place to before another. */
  private record Part(int from, int to) {}

  private static void split(int from, int to, int size, List<Part> parts) {
    for (int at = from; at < to; at += size) {
      parts.add(new Part(at, Math.min(to, at + size)));
    }
  }

  private int publishedAtOnce(Message message) {
    int few = BYTES_AT_ONCE / Math.max(1, message.body().length);
    return Math.max(settings.batchSize(), Math.min(PUBLISHED_AT_ONCE, few));
  }

  private void send(List<Target> targets, Part part, Message message, Outcomes outcomes) {
    if (targets.get(part.from()).durable()) {
      enqueue(targets, part, message, outcomes);
    } else {
      publish(targets, part, message, outcomes);
    }
  }

  private void publish(List<Target> targets, Part part, Message message, Outcomes outcomes) {
    List<Publication> publications = new ArrayList<>(part.to() - part.from());
    for (int i = part.from(); i < part.to(); i++) {
      publications.add(new Publication(targets.get(i).topic(), message));
    }
    try {
      PublishResult result = messaging.publishAll(publications);
      for (int i = part.from(); i < part.to(); i++) {
        int target = i;
        result
            .failure(i - part.from())
            .ifPresentOrElse(
                error -> outcomes.failed(target, error),
                () -> outcomes.reached(target, Status.SENT));
      }
    } catch (OperationException e) {
      for (int i = part.from(); i < part.to(); i++) {
        outcomes.failed(i, e);
      }
    }
  }

  /** Without its wake-up, what is queued is found with the next look into the queue. */
  private void enqueue(List<Target> targets, Part part, Message message, Outcomes outcomes) {
    List<Publication> wakeUps = new ArrayList<>(part.to() - part.from());
    for (int i = part.from(); i < part.to(); i++) {
      Target target = targets.get(i);
      try {
        queue.orElseThrow(Multicaster::noQueue).enqueue(target.identities().getFirst(), message);
        outcomes.reached(i, Status.QUEUED);
        wakeUps.add(new Publication(target.topic(), Headers.wakeUp(message.id())));
      } catch (OperationException e) {
        outcomes.failed(i, e);
      }
    }
    try {
      if (!wakeUps.isEmpty()) {
        PublishResult unused = messaging.publishAll(wakeUps);
      }
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "receivers of what is queued are not woken", e);
    }
  }

  /** Another process with other slots may have registered a durable identity. */
  private static BackendException noQueue() {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        "the identity is durable, and slot " + DURABILITY + " of this process is empty");
  }

  void close(Deadline deadline) {
    deadline.run(
        () -> {
          pool.close();
          confirmations.close();
          return true;
        });
  }
}
