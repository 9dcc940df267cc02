package io.patternsdk.cdc;

import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: filter, transform, deliver, each batch after the one before it. A
 * destination that is away is tried again until it is back; what it refuses for good stops the way.
 */
final class Delivery implements AutoCloseable {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Destination destination;
  private final CdcSettings settings;
  private final Shaping shaping;
  private final Counts counts;
  private final Clock clock;
  private final BooleanSupplier leading;
  private final Pipeline<Batch> pipeline;
  private volatile @Nullable FeedPosition delivered;
  private volatile @Nullable String trouble;

  Delivery(
      String name,
      Destination destination,
      CdcSettings settings,
      Counts counts,
      Clock clock,
      BooleanSupplier leading) {
    this.name = name;
    this.destination = destination;
    this.settings = settings;
    this.shaping = new Shaping(settings.shapes());
    this.counts = counts;
    this.clock = clock;
    this.leading = leading;
    this.pipeline =
        Pipeline.<Batch>named("cdc-" + name)
            .clock(clock)
            .map("filter", this::filtered)
            .map("transform", this::shaped)
            .buffer(settings.buffer())
            .into("deliver", this::deliver);
  }

  /** What goes the way together. */
  sealed interface Batch {}

  /** Changes, and how far they lead; where that is not said, they are a part of a snapshot. */
  record Changes(List<Change> before, List<Change> after, Optional<FeedPosition> through)
      implements Batch {
    Changes(List<Change> changes, Optional<FeedPosition> through) {
      this(changes, changes, through);
    }
  }

  /** The end of a snapshot. */
  record Complete(Set<TableName> tables, FeedPosition snapshot) implements Batch {}

  private Batch filtered(Batch batch) {
    if (!(batch instanceof Changes changes)) {
      return batch;
    }
    List<Change> wanted = new ArrayList<>(changes.before.size());
    for (Change change : changes.before) {
      if (settings.filter().matches(Operations.document(change))) {
        wanted.add(change);
      } else {
        counts.filtered(change.schema().name());
      }
    }
    return new Changes(wanted, wanted, changes.through);
  }

  private Batch shaped(Batch batch) {
    return batch instanceof Changes changes
        ? new Changes(
            changes.before, changes.before.stream().map(shaping::apply).toList(), changes.through)
        : batch;
  }

  private void deliver(Batch batch) throws InterruptedException {
    Duration pause = LEAST_PAUSE;
    while (true) {
      if (!leading.getAsBoolean()) {
        throw new BackendException(ErrorKind.CONFLICT, "another may lead");
      }
      try {
        handOver(batch);
        trouble = null;
        return;
      } catch (OperationException e) {
        if (!isPassing(e)) {
          throw e;
        }
        trouble = e.getMessage();
      }
      clock.sleep(pause);
      pause = pause.multipliedBy(2).compareTo(MOST_PAUSE) < 0 ? pause.multipliedBy(2) : MOST_PAUSE;
    }
  }

  private void handOver(Batch batch) {
    switch (batch) {
      case Changes changes -> {
        destination.deliver(changes.after, changes.through);
        changes.before.forEach(change -> counts.delivered(change.schema().name()));
        changes.through.ifPresent(through -> delivered = through);
      }
      case Complete complete -> {
        destination.complete(complete.tables, complete.snapshot);
        delivered = complete.snapshot;
      }
    }
  }

  /** Tells whether doing it again may help: the destination is away, and not the change wrong. */
  static boolean isPassing(OperationException e) {
    return !(e instanceof BackendException failure)
        || switch (failure.kind()) {
          case UNAVAILABLE, TIMED_OUT, RATE_LIMITED, ABORTED -> true;
          default -> false;
        };
  }

  /** Returns the name of the destination. */
  String name() {
    return name;
  }

  /** Lets nobody with a lesser epoch deliver; returns how far it has come. */
  Optional<FeedPosition> lead(long epoch) {
    Optional<FeedPosition> position = destination.lead(epoch);
    delivered = position.orElse(null);
    return position;
  }

  /** Takes changes that the destination does not have, waiting for room. */
  void take(List<Change> changes, Optional<FeedPosition> through, Optional<FeedPosition> had) {
    List<Change> missing =
        had.isEmpty()
            ? changes
            : changes.stream().filter(change -> change.position().after(had.get())).toList();
    missing.forEach(change -> counts.processed(change.schema().name()));
    pipeline.submit(new Changes(missing, through));
  }

  /** Takes the end of a snapshot. */
  void complete(FeedPosition snapshot) {
    Set<TableName> names = new TreeSet<>();
    for (TableName table : settings.tables()) {
      CdcSettings.Shape shape = settings.shapes().getOrDefault(table, CdcSettings.Shape.NONE);
      names.add(shape.table().orElse(table));
    }
    pipeline.submit(new Complete(names, snapshot));
  }

  /** Returns how far it is delivered; empty if nothing is. */
  Optional<FeedPosition> delivered() {
    return Optional.ofNullable(delivered);
  }

  /** Returns what is wrong with the destination now; empty if nothing is. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(what -> name + ": " + what);
  }

  /** Waits until all that it took is delivered, until the deadline at most. */
  void drain(Deadline deadline) {
    var unused = pipeline.drain(deadline);
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
