package io.patternsdk.multicast;

import io.patternsdk.concurrency.pool.PoolMeters;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.Meters;
import io.patternsdk.core.document.DocumentPage;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pubsub.PubSub;
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

/** Runs multicasts: selects, fans out on the pool, waits for acknowledgements, reports. */
final class MulticastRuns {
  private final IdentityStore store;
  private final RegistrySettings settings;
  private final Multicaster multicaster;
  private final Confirmations confirmations;
  private final WorkerPool pool;
  private final Clock clock;
  private final StatusCounters counters;

  MulticastRuns(
      IdentityStore store,
      PubSub messaging,
      Optional<DurableQueue> queue,
      RegistrySettings settings,
      PatternContext context) {
    this.store = store;
    this.settings = settings;
    this.multicaster = new Multicaster(messaging, queue);
    this.confirmations = new Confirmations(messaging);
    this.clock = context.clock();
    this.pool = WorkerPool.named("multicast").workers(context.workers()).build();
    PoolMeters.publish(context.meters(), pool);
    this.counters = new StatusCounters(context.meters());
  }

  MulticastReport run(Multicast request, Duration timeout) {
    return Deadline.after(timeout, clock).run(() -> runNow(request));
  }

  private MulticastReport runNow(Multicast request) {
    DocumentPage selected = select(request);
    List<Target> targets = Target.of(selected.documents());
    Message message = message(request);
    Outcomes outcomes = new Outcomes(selected.documents().size());
    if (request.confirms()) {
      confirmed(targets, message, outcomes);
    } else {
      fanOut(targets, message, outcomes);
    }
    MulticastReport report =
        new MulticastReport(message.id(), outcomes.of(targets), selected.unreadable());
    report.totals().forEach(counters::count);
    return report;
  }

  private DocumentPage select(Multicast request) {
    DocumentPage page = store.recipients(request.filter(), settings.maxTargets());
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
          multicaster.send(batch, message, outcomes);
          return true;
        });
  }

  void close(Deadline deadline) {
    deadline.run(
        () -> {
          pool.close();
          confirmations.close();
          return true;
        });
  }

  /** Counts the targets of multicasts by what became of them. */
  private static final class StatusCounters {
    private final Map<Status, LongConsumer> counters = new EnumMap<>(Status.class);

    StatusCounters(Meters meters) {
      for (Status status : Status.values()) {
        counters.put(
            status,
            meters.counter(
                "registry_multicast_targets_total",
                "Targets of multicasts by what became of them",
                "status",
                status.name().toLowerCase(Locale.ROOT)));
      }
    }

    void count(Status status, int targets) {
      Objects.requireNonNull(counters.get(status)).accept(targets);
    }
  }
}
