package io.patternsdk.session.internal.regions;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Meters;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.HybridClock;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.session.regions.RegionStatus;
import io.patternsdk.session.regions.RepairProgress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on to one region what the own one has written: in batches, whose records go at once, and
 * each again until it has arrived. Has a thread of its own, so no region waits for another.
 * Thread-safe.
 */
final class Replication {
  private static final Logger LOG = System.getLogger(Replication.class.getName());
  private static final int BATCH = 256;
  private static final int AT_ONCE = 32;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final int MOST_DOUBLINGS = 7;

  private final Region region;
  private final KeyValueMerge own;
  private final Clock clock;
  private final Outbox outbox;
  private final Repairing repairing;
  private final @Nullable JournalReader journal;
  private final Duration horizon;
  private final FanOut fanOut = FanOut.bounded(AT_ONCE);
  private final PeriodicTask task;
  private final LongConsumer sent;
  private final LongConsumer refused;
  private volatile HandingOn handing = Region::merge;
  private int failures;
  private volatile @Nullable String lastFailure;

  Replication(
      Region region,
      KeyValueMerge own,
      Clock clock,
      ReplicationSettings settings,
      boolean ownIsFirst,
      HybridClock stamps,
      @Nullable Journal journal,
      ByteBudget budget,
      Meters meters) {
    this.region = region;
    this.own = own;
    this.clock = clock;
    this.horizon = settings.horizon();
    this.journal =
        journal == null ? null : new JournalReader(journal, region.name(), this::bring, clock);
    this.outbox = new Outbox(clock, settings.capacity(), budget);
    this.repairing =
        new Repairing(own, region, ownIsFirst, outbox, stamps, clock, settings, meters);
    this.task =
        new PeriodicTask("replication-" + region.name(), clock, FIRST_PAUSE, this::waitAndDeliver);
    Meters of = meters.labelled("region", region.name());
    this.sent =
        of.counter("session_store_replicated_total", "Records that were handed on to a region");
    this.refused =
        of.counter(
            "session_store_replication_refused_total", "Records that a region can never take");
    of.gauge(
        "session_store_replication_lag_seconds",
        "How long ago the oldest write was made that waits for a region",
        () -> status().lag().toNanos() / 1e9);
    of.gauge(
        "session_store_replication_waiting",
        "Records with writes that wait for a region",
        () -> status().waiting());
    of.total(
        "session_store_replication_shortened_total",
        "Writes of which only the record's name waits, as the rest did not fit",
        () -> outbox.snapshot().shortened());
    of.total(
        "session_store_replication_missed_total",
        "Writes that were left to a repair, as nothing more did fit",
        () -> outbox.snapshot().missed());
  }

  Region region() {
    return region;
  }

  void wrote(String key, Patch patch) {
    outbox.add(Waiting.of(key, patch, clock.nanoTime()));
  }

  void changed(String key, Duration horizon) {
    outbox.add(Waiting.whole(key, horizon, clock.nanoTime()));
  }

  void start(HandingOn handing) {
    this.handing = handing;
    task.start();
    repairing.start();
    if (journal != null) {
      journal.start();
    }
  }

  /** Hands on what is left until the deadline. */
  void close(Deadline deadline) {
    repairing.close(deadline);
    if (journal != null) {
      journal.close(deadline);
    }
    task.close(deadline);
    boolean going = true;
    while (going && outbox.snapshot().records() > 0 && !deadline.passed()) {
      going = deadline.run(() -> deliver(Duration.ZERO));
    }
    outbox.close();
  }

  private Duration waitAndDeliver() {
    boolean arrived = deliver(IDLE);
    failures = arrived ? 0 : Math.min(failures + 1, MOST_DOUBLINGS);
    return arrived ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << (failures - 1));
  }

  /** Hands on a batch; false if something of it has not arrived and is to be tried again. */
  boolean deliver(Duration wait) {
    List<Waiting> batch;
    try {
      batch = outbox.take(BATCH, wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
      return false;
    }
    Report<Boolean> report;
    try {
      report = fanOut.all(batch, this::send);
    } catch (RuntimeException e) {
      batch.reversed().forEach(outbox::giveBack);
      throw e;
    }
    boolean arrived = true;
    for (int i = batch.size() - 1; i >= 0; i--) {
      arrived &= settle(batch.get(i), report.results().get(i));
    }
    return arrived;
  }

  /** Brings records that the journal names, as they are; false if not all have arrived. */
  private boolean bring(List<String> keys) {
    List<Waiting> items =
        keys.stream().map(key -> Waiting.whole(key, horizon, clock.nanoTime())).toList();
    Report<Boolean> report = fanOut.all(items, this::send);
    boolean arrived = true;
    for (Result<Boolean> result : report.results()) {
      arrived &= arrived(result);
    }
    return arrived;
  }

  private boolean settle(Waiting item, Result<Boolean> result) {
    boolean arrived = arrived(result);
    if (arrived) {
      outbox.done(item);
    } else {
      outbox.giveBack(item);
    }
    return arrived;
  }

  /** Whether a record has arrived, or never can. */
  private boolean arrived(Result<Boolean> result) {
    if (result instanceof Result.Success) {
      sent.accept(1);
      return true;
    }
    Throwable cause = result instanceof Result.Failure<Boolean> failure ? failure.cause() : null;
    lastFailure = cause == null ? "not ended in time" : cause.getMessage();
    if (cause instanceof BackendException e && !passing(e.kind())) {
      refused.accept(1);
      LOG.log(Level.WARNING, "{0} cannot take a record: {1}", region, e.getMessage());
      return true;
    }
    return false;
  }

  /** Whether a failure may be over when it is tried again. */
  private static boolean passing(ErrorKind kind) {
    return switch (kind) {
      case INVALID_ARGUMENT, TOO_LARGE, CORRUPT -> false;
      default -> true;
    };
  }

  private boolean send(Waiting item) {
    Optional<Map<String, Field>> fields =
        item.fields().or(() -> own.read(item.key()).map(record -> record.fields()));
    if (fields.isEmpty()) {
      return true; // forgotten meanwhile
    }
    handing.hand(region, item.key(), new Patch(fields.get(), Condition.ALWAYS, item.horizon()));
    return true;
  }

  RepairProgress repair() {
    return repairing.run();
  }

  RegionStatus status() {
    Outbox.Snapshot snapshot = outbox.snapshot();
    long named = journal == null ? 0 : journal.waiting();
    Duration lag = journal == null ? Duration.ZERO : journal.lag();
    return new RegionStatus(
        region.name(),
        false,
        region.state(),
        snapshot.records() + named,
        lag.compareTo(snapshot.lag()) > 0 ? lag : snapshot.lag(),
        snapshot.shortened(),
        snapshot.missed(),
        outbox.incomplete(),
        repairing.progress(),
        Optional.ofNullable(lastFailure));
  }

  long waiting() {
    return outbox.snapshot().records();
  }
}
