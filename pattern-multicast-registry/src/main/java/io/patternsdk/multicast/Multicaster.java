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
import io.patternsdk.core.document.DocumentPage;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.multicast.Confirmations.Expected;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Multicasts: selects, fans out in batches on a pool, waits for acknowledgements, and reports on
 * each target; a failure stops no other. Thread-safe.
 */
final class Multicaster {
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
    DocumentPage selected = select(request);
    List<Target> targets = Target.byTopic(selected.documents());
    Message message = message(request);
    Outcomes outcomes = new Outcomes(selected.documents().size());
    if (request.confirms()) {
      confirmed(targets, message, outcomes);
    } else {
      fanOut(targets, message, outcomes);
    }
    MulticastReport report =
        new MulticastReport(message.id(), outcomes.of(targets), selected.unreadable());
    report.totals().forEach((status, n) -> Objects.requireNonNull(counters.get(status)).accept(n));
    return report;
  }

  private DocumentPage select(Multicast request) {
    DocumentPage page = store.targets(request.filter(), settings.maxTargets());
    if (page.next().isPresent()) {
      throw new RegistryException(
          Code.INVALID,
          "the filter matches more than "
              + settings.maxTargets()
              + " identities (max_targets); narrow it");
    }
    return page;
  }

  private Message message(Multicast request) {
    Message.Builder message =
        Message.builder(request.payload()).header(Headers.CONTENT_TYPE, request.contentType());
    return request.confirms()
        ? message.header(Headers.REPLY_TO, confirmations.topic()).build()
        : message.build();
  }

  private void confirmed(List<Target> targets, Message message, Outcomes outcomes) {
    List<String> ids = targets.stream().flatMap(t -> t.identities().stream()).toList();
    try (Expected expected = confirmations.expect(message.id(), ids)) {
      fanOut(targets, message, outcomes);
      ids.stream().filter(id -> !outcomes.delivered(id)).forEach(expected::acknowledged);
      outcomes.confirm(expected.await(Deadline.current()));
    }
  }

  private void fanOut(List<Target> targets, Message message, Outcomes outcomes) {
    List<List<Target>> batches = new ArrayList<>();
    for (int from = 0; from < targets.size(); from += settings.batchSize()) {
      int to = Math.min(targets.size(), from + settings.batchSize());
      batches.add(targets.subList(from, to));
    }
    pool.all(
        batches,
        batch -> {
          send(batch, message, outcomes);
          return true;
        });
  }

  private void send(List<Target> batch, Message message, Outcomes outcomes) {
    List<Target> targets = new ArrayList<>(batch.size());
    List<Publication> publications = new ArrayList<>(batch.size());
    for (Target target : batch) {
      if (!target.durable()) {
        targets.add(target);
        publications.add(new Publication(target.topic(), message));
      } else if (enqueue(target, message, outcomes)) {
        targets.add(target);
        publications.add(new Publication(target.topic(), Headers.wakeUp(message.id())));
      }
    }
    if (!publications.isEmpty()) {
      publish(targets, publications, outcomes);
    }
  }

  private boolean enqueue(Target target, Message message, Outcomes outcomes) {
    try {
      queue.orElseThrow(Multicaster::noQueue).enqueue(target.identities().getFirst(), message);
      outcomes.reached(target, Status.QUEUED);
      return true;
    } catch (OperationException e) {
      outcomes.failed(target, e);
      return false;
    }
  }

  /** Another process with other slots may have registered a durable identity. */
  private static BackendException noQueue() {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        "the identity is durable, and slot " + DURABILITY + " of this process is empty");
  }

  private void publish(List<Target> targets, List<Publication> publications, Outcomes outcomes) {
    PublishResult result;
    try {
      result = messaging.publishAll(publications);
    } catch (OperationException e) {
      targets.stream().filter(target -> !target.durable()).forEach(t -> outcomes.failed(t, e));
      return; // what is queued is found without a wake-up, with the next look into the queue
    }
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      if (!target.durable()) {
        result
            .failure(i)
            .ifPresentOrElse(
                error -> outcomes.failed(target, error),
                () -> outcomes.reached(target, Status.SENT));
      }
    }
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
