package io.patternsdk.cdc;

import io.patternsdk.cdc.SnapshotPlan.Part;
import io.patternsdk.cdc.internal.message.SnapshotEdges;
import io.patternsdk.cdc.internal.message.SnapshotEdges.Edge;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Begins snapshots and goes on with those that were begun. For the thread that captures. */
final class Snapshots {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final ChangeFeeds feeds;
  private final FeedRequest feed;
  private final CdcSettings settings;
  private final Clock clock;
  private final SnapshotPlan.Kept kept;
  private final Marks marks;
  private final Collection<Delivery> deliveries;
  private final BooleanSupplier going;
  private final Going mayGoOn;
  private final Consumer<SnapshotProgress> progress;

  Snapshots(
      ChangeFeeds feeds,
      FeedRequest feed,
      CdcSettings settings,
      Clock clock,
      SnapshotPlan.Kept kept,
      Marks marks,
      Collection<Delivery> deliveries,
      BooleanSupplier going,
      Going mayGoOn,
      Consumer<SnapshotProgress> progress) {
    this.feeds = feeds;
    this.feed = feed;
    this.settings = settings;
    this.clock = clock;
    this.kept = kept;
    this.marks = marks;
    this.deliveries = deliveries;
    this.going = going;
    this.mayGoOn = mayGoOn;
    this.progress = progress;
  }

  /** Tells whether to go on, waiting while somebody has paused it. */
  @FunctionalInterface
  interface Going {
    boolean isSo() throws InterruptedException;
  }

  /**
   * Goes on with a snapshot, or begins one: beside the others, where the feed has all that these do
   * not, else with a feed that is begun anew. Empty where it is to stop before that.
   */
  Optional<SnapshotPlan> begin(
      Optional<SnapshotPlan> before, Set<String> missing, Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    List<Optional<FeedPosition>> there = had.values().stream().filter(Optional::isPresent).toList();
    Optional<FeedPosition> least = Capture.least(there);
    Optional<SnapshotPlan> resumed =
        before.filter(plan -> plan.destinations().containsAll(missing) && isKept(plan.start()));
    Optional<SnapshotPlan> plan;
    if (resumed.isPresent()) {
      plan = resumed;
    } else if (least.isPresent() && isKept(least.get())) {
      Set<String> names = new TreeSet<>(missing);
      before.filter(SnapshotPlan::isFirst).ifPresent(first -> names.addAll(first.destinations()));
      plan = beside(least.get(), names, missing);
    } else {
      plan = anew(had);
      plan.ifPresent(begun -> had.replaceAll((name, position) -> Optional.of(begun.start())));
    }
    plan.ifPresent(begun -> missing.forEach(name -> had.put(name, Optional.of(begun.start()))));
    return plan;
  }

  /** Tells whether the source still has all changes behind a place. */
  private boolean isKept(FeedPosition position) {
    return feeds
        .confirmed(settings.feed())
        .filter(at -> at.source().equals(position.source()) && !at.after(position))
        .isPresent();
  }

  private Optional<SnapshotPlan> beside(FeedPosition start, Set<String> names, Set<String> missing)
      throws InterruptedException {
    List<Delivery> fresh = some(missing);
    fresh.forEach(Delivery::begin);
    return areDelivered(fresh)
        ? Optional.of(store(planned("", start, names, feed.tables())))
        : Optional.empty();
  }

  /** Begins the feed anew, with the rows of tables that cannot be read in parts. */
  private Optional<SnapshotPlan> anew(Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
      OptionalLong total = snapshot.size();
      FeedPosition position = snapshot.position();
      for (Optional<FeedPosition> before : had.values()) {
        if (before.isPresent() && !before.get().source().equals(position.source())) {
          throw new BackendException(
              ErrorKind.CONFLICT,
              "a destination has "
                  + before.get()
                  + ", which is of another source than "
                  + position);
        }
      }
      List<Delivery> all = List.copyOf(deliveries);
      all.forEach(Delivery::begin);
      List<Part> parts = new ArrayList<>();
      for (TableSchema schema : snapshot.tables()) {
        Part part = Part.of(schema);
        parts.add(part.keyed() ? part : part.whole());
        if (part.keyed()) {
          snapshot.leaveOut(part.table());
        }
      }
      SnapshotProgress counted = new SnapshotProgress(clock, parts.size(), total);
      progress.accept(counted);
      Edge end = parts.stream().allMatch(Part::done) ? Edge.OF_ALL : Edge.OF_TABLE;
      if (!rows(snapshot, counted, all, Optional.empty(), end) || !areDelivered(all)) {
        return Optional.empty();
      }
      return Optional.of(
          store(new SnapshotPlan("", position, names(), parts, counted.rows(), 0, total)));
    }
  }

  /** Plans a snapshot of some tables that is taken beside the changes. */
  SnapshotPlan planned(String wish, FeedPosition start, Set<String> names, Set<TableName> tables) {
    List<Part> parts = new ArrayList<>();
    OptionalLong total = OptionalLong.of(0);
    try (FeedChunks looking = feeds.chunks(feed)) {
      for (TableName table : tables) {
        parts.add(Part.of(looking.schema(table)));
        OptionalLong size = looking.size(table);
        total =
            size.isPresent() && total.isPresent()
                ? OptionalLong.of(total.getAsLong() + size.getAsLong())
                : OptionalLong.empty();
      }
    }
    return new SnapshotPlan(wish, start, names, parts, 0, 0, total);
  }

  /** Notes what is under way. */
  SnapshotPlan store(SnapshotPlan plan) {
    kept.store(plan);
    return plan;
  }

  /** Returns the ways to some destinations. */
  List<Delivery> some(Set<String> names) {
    return deliveries.stream().filter(each -> names.contains(each.name())).toList();
  }

  /** Waits until everything is delivered; false where it is to stop before that. */
  private boolean areDelivered(List<Delivery> some) throws InterruptedException {
    marks.then(some, () -> {});
    while (!marks.look()) {
      if (!going.getAsBoolean()) {
        return false;
      }
      clock.sleep(PAUSE);
    }
    return true;
  }

  /** Returns the names of all destinations. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    deliveries.forEach(delivery -> names.add(delivery.name()));
    return names;
  }

  /**
   * Delivers the rows of a snapshot; tells whether those were all.
   *
   * @param end what is behind the last of them
   */
  boolean rows(
      FeedSnapshot snapshot,
      SnapshotProgress counted,
      List<Delivery> to,
      Optional<FeedPosition> through,
      Edge end)
      throws InterruptedException {
    List<Change> rows = snapshot.rows(settings.batchSize());
    Edge before = counted.rows() == 0 ? Edge.OF_ALL : Edge.OF_TABLE;
    while (!rows.isEmpty() && mayGoOn.isSo()) {
      List<Change> next = snapshot.rows(settings.batchSize());
      Edge behind = next.isEmpty() ? end : SnapshotEdges.between(rows.getLast(), next.getFirst());
      List<Change> marked = SnapshotEdges.marked(rows, before, behind);
      for (Delivery delivery : to) {
        delivery.take(marked, through, Optional.empty());
      }
      counted.add(rows.size(), 0);
      if (settings.snapshotRate().isPresent()) {
        clock.sleep(counted.ahead(settings.snapshotRate().get()));
      }
      rows = next;
      before = behind;
    }
    return rows.isEmpty();
  }
}
