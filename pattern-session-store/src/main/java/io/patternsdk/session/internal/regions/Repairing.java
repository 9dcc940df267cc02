package io.patternsdk.session.internal.regions;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Meters;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.HybridClock;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.regions.RepairProgress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Repairs a region: soon when it may miss something, and otherwise now and then, since a process
 * that was killed took along what waited in it. Thread-safe.
 */
final class Repairing {
  private static final Logger LOG = System.getLogger(Repairing.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final String AT = "at";
  private static final int FIRST_SHARE = 10;

  private final KeyValueMerge own;
  private final Region region;
  private final boolean ownIsFirst;
  private final Outbox outbox;
  private final HybridClock stamps;
  private final Clock clock;
  private final Duration horizon;
  private final Duration interval;
  private final PeriodicTask task;
  private final LongConsumer repaired;
  private final LongConsumer dropped;
  private final ReentrantLock lock = new ReentrantLock();
  private long due;
  private volatile RepairProgress progress = RepairProgress.NONE;

  /**
   * Makes one.
   *
   * @param ownIsFirst whether the own region is kept where both were apart for too long
   */
  Repairing(
      KeyValueMerge own,
      Region region,
      boolean ownIsFirst,
      Outbox outbox,
      HybridClock stamps,
      Clock clock,
      ReplicationSettings settings,
      Meters meters) {
    this.own = own;
    this.region = region;
    this.ownIsFirst = ownIsFirst;
    this.outbox = outbox;
    this.stamps = stamps;
    this.clock = clock;
    this.horizon = settings.horizon();
    this.interval = settings.repairInterval();
    this.due = clock.nanoTime() + interval.dividedBy(FIRST_SHARE).toNanos();
    this.task = new PeriodicTask("repair-" + region.name(), clock, LOOK, this::look);
    Meters of = meters.labelled("region", region.name());
    this.repaired =
        of.counter("session_store_repaired_total", "Records that a repair found to differ");
    this.dropped =
        of.counter(
            "session_store_reseeded_total",
            "Records that only a region held which was away for longer than the horizon");
  }

  void start() {
    task.start();
  }

  void close(Deadline deadline) {
    task.close(deadline);
  }

  RepairProgress progress() {
    return progress;
  }

  private Duration look() {
    if (outbox.incomplete() || clock.nanoTime() - due >= 0) {
      var unused = run();
    }
    return LOOK;
  }

  /** Makes the region and the own one equal; one call at a time. */
  RepairProgress run() {
    lock.lock();
    try {
      long missed = outbox.snapshot().missed();
      OptionalLong last = lastTime();
      Merged asked = contact(); // before it begins, so that what is written meanwhile is not left
      long now = asked.record().map(StoredRecord::now).orElse(clock.now().toEpochMilli());
      boolean apart = last.isPresent() && now - last.getAsLong() > horizon.toMillis();
      Repair repair = new Repair(own, region, reconciling(apart), done -> progress = done);
      RepairProgress end = repair.run();
      note(now);
      repaired.accept(end.repaired());
      dropped.accept(end.dropped());
      outbox.complete(missed);
      due = clock.nanoTime() + interval.toNanos();
      return end;
    } finally {
      lock.unlock();
    }
  }

  private Reconciling reconciling(boolean apart) {
    if (!apart) {
      return new Merging(own, region, horizon);
    }
    LOG.log(
        Level.WARNING,
        "{0} was not seen for longer than the horizon; {1} is made anew from the other",
        region,
        ownIsFirst ? "it" : "the own region");
    return ownIsFirst
        ? new Reseeding(own, region, true, stamps, horizon)
        : new Reseeding(region, own, false, stamps, horizon);
  }

  /** When the two regions were equal last, by the own one's clock; empty if they never were. */
  private OptionalLong lastTime() {
    return own.read(key()).flatMap(record -> record.text(AT)).stream()
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private String key() {
    return "contact:" + region.name();
  }

  private Merged contact() {
    return own.merge(key(), patch("asked", ""));
  }

  private void note(long now) {
    var unused = own.merge(key(), patch(AT, Long.toString(now)));
  }

  private Patch patch(String field, String value) {
    return Patch.at(stamps.next())
        .when(Condition.ALWAYS)
        .horizon(FOR_EVER)
        .set(field, value)
        .build();
  }
}
