package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.CdcStatus.SnapshotStatus;
import io.patternsdk.cdc.internal.message.SnapshotEdges.Edge;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the source for one term of a leader: changes, and the rows of snapshots among them. */
final class Capture {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LAST = Duration.ofSeconds(30);
  private static final String WANTED = "-snapshot";

  private final ChangeFeeds feeds;
  private final CdcSettings settings;
  private final Clock clock;
  private final Control control;
  private final Map<String, Delivery> deliveries = new HashMap<>();
  private final BooleanSupplier going;
  private final Term term;
  private final FeedRequest feed;
  private final SnapshotPlan.Kept kept;
  private final Marks marks = new Marks();
  private final Snapshots snapshots;
  private Consumer<Role> role = now -> {};
  private @Nullable Backfill backfill;
  private String done = "";
  private volatile @Nullable FeedPosition read;
  private volatile @Nullable FeedPosition confirmed;
  private volatile @Nullable SnapshotProgress progress;
  private volatile @Nullable Instant behindSince;

  Capture(
      ChangeFeeds feeds,
      CdcSettings settings,
      Clock clock,
      Control control,
      SnapshotPlan.Kept kept,
      List<Delivery> deliveries,
      BooleanSupplier going,
      Term term) {
    this.feeds = feeds;
    this.settings = settings;
    this.clock = clock;
    this.control = control;
    this.kept = kept;
    this.going = going;
    this.term = term;
    this.feed = new FeedRequest(settings.feed(), settings.tables());
    deliveries.forEach(delivery -> this.deliveries.put(delivery.name(), delivery));
    this.snapshots =
        new Snapshots(
            feeds,
            feed,
            settings,
            clock,
            kept,
            marks,
            deliveries,
            this::isGoing,
            this::mayGoOn,
            counted -> progress = counted);
  }

  private boolean isGoing() {
    deliveries.values().forEach(Delivery::check);
    return going.getAsBoolean() && term.isHeld();
  }

  /** Waits while somebody has paused it; tells whether to go on. */
  private boolean mayGoOn() throws InterruptedException {
    while (isGoing() && control.wish().paused()) {
      clock.sleep(WAIT);
    }
    return isGoing();
  }

  /** Captures until it is to stop; what was read is delivered then. */
  void run(Consumer<Role> roles) throws InterruptedException {
    role = roles;
    control.look();
    boolean unused = feeds.drop(settings.feed() + WANTED); // of a leader that did not end it
    Optional<SnapshotPlan> plan = kept.lead(term.epoch());
    Map<String, Optional<FeedPosition>> had = new HashMap<>();
    deliveries.forEach((name, delivery) -> had.put(name, delivery.lead(term.epoch())));
    Set<String> missing = new TreeSet<>(had.keySet());
    missing.removeIf(name -> had.getOrDefault(name, Optional.empty()).isPresent());
    if (!missing.isEmpty()) {
      role.accept(Role.SNAPSHOT);
      plan = snapshots.begin(plan, missing, had);
      if (plan.isEmpty()) {
        return;
      }
    }
    role.accept(plan.filter(SnapshotPlan::isFirst).isPresent() ? Role.SNAPSHOT : Role.STREAMING);
    FeedPosition least = least(new ArrayList<>(had.values())).orElseThrow();
    try (ChangeFeed following = feeds.follow(feed, least)) {
      plan.ifPresent(this::resume);
      stream(following, least, had);
      Deadline end = Deadline.after(LAST);
      deliveries.values().forEach(delivery -> delivery.drain(end));
      boolean unused2 = marks.look();
      if (term.isHeld()) {
        confirm(following);
      }
    } finally {
      end();
    }
  }

  private void resume(SnapshotPlan plan) {
    backfill = new Backfill(feeds, feed, settings.snapshotChunk(), plan);
    progress = SnapshotProgress.of(clock, plan);
  }

  private void end() {
    Backfill ended = backfill;
    backfill = null;
    progress = null;
    if (ended != null) {
      ended.close();
    }
  }

  private void stream(
      ChangeFeed following, FeedPosition from, Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    read = from;
    while (mayGoOn()) {
      look(from);
      Duration wait = WAIT;
      Backfill filling = backfill;
      if (filling != null) {
        wait = fill(filling, following, had);
      }
      FeedBatch batch = following.poll(settings.batchSize(), wait);
      seen(batch);
      hand(batch, had);
      boolean unused = marks.look();
      confirm(following);
    }
  }

  /** Begins the snapshot that somebody wants, in place of another that somebody has wanted. */
  private void look(FeedPosition from) {
    Control.Wish wish = control.wish();
    Backfill filling = backfill;
    if (wish.snapshot().isEmpty()
        || wish.id().equals(done)
        || (filling != null
            && (filling.plan().isFirst() || filling.plan().wish().equals(wish.id())))) {
      return;
    }
    end();
    FeedPosition now = Objects.requireNonNullElse(read, from);
    resume(snapshots.store(snapshots.planned(wish.id(), now, snapshots.names(), wish.snapshot())));
  }

  /** Hands out the next rows; returns how long the next changes may be waited for. */
  private Duration fill(
      Backfill filling, ChangeFeed following, Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    Set<TableName> whole = filling.whole();
    if (!whole.isEmpty()) {
      return whole(filling, whole, following, had) ? Duration.ZERO : WAIT;
    }
    FeedPosition at = Objects.requireNonNull(read);
    List<Delivery> to = snapshots.some(filling.plan().destinations());
    SnapshotProgress counted = Objects.requireNonNull(progress);
    Duration ahead = settings.snapshotRate().map(counted::ahead).orElse(Duration.ZERO);
    if (ahead.isPositive()) {
      return ahead.compareTo(WAIT) < 0 ? ahead : WAIT;
    }
    Optional<Backfill.Rows> next = filling.isDone() ? Optional.empty() : filling.next(at);
    if (next.isPresent()) {
      List<Change> rows = next.get().changes();
      for (int from = 0; from < rows.size(); from += settings.batchSize()) {
        List<Change> part = rows.subList(from, Math.min(rows.size(), from + settings.batchSize()));
        to.forEach(delivery -> delivery.take(part, Optional.of(at), Optional.empty()));
      }
      counted.add(next.get().read(), next.get().bytes());
      SnapshotPlan come = filling.plan();
      marks.then(to, () -> kept.store(come));
    }
    if (filling.isDone()) {
      finish(filling.plan(), to, at);
    }
    return next.isPresent() ? Duration.ZERO : SHORT;
  }

  private void finish(SnapshotPlan plan, List<Delivery> to, FeedPosition at) {
    SnapshotProgress counted = progress;
    end();
    progress = counted;
    to.forEach(delivery -> delivery.complete(plan.tables(), plan.start(), at));
    if (!plan.isFirst()) {
      done = plan.wish();
    }
    marks.then(
        to,
        () -> {
          if (plan.isFirst()) {
            role.accept(Role.STREAMING);
          } else {
            control.taken(plan.wish());
          }
          if (progress == counted) {
            progress = null;
          }
          kept.end();
        });
  }

  /** Notes whether the source has more. */
  private void seen(FeedBatch batch) {
    List<Change> changes = batch.changes();
    behindSince = changes.size() < settings.batchSize() ? null : changes.getLast().committed();
  }

  private void hand(FeedBatch batch, Map<String, Optional<FeedPosition>> had) {
    FeedPosition before = read;
    if (before != null && !batch.through().after(before)) {
      return;
    }
    Backfill filling = backfill;
    Set<String> filled = filling == null ? Set.of() : filling.plan().destinations();
    List<Change> passed = filling == null ? batch.changes() : filling.pass(batch.changes());
    for (Map.Entry<String, Delivery> entry : deliveries.entrySet()) {
      Optional<FeedPosition> position = had.getOrDefault(entry.getKey(), Optional.empty());
      if (position.isEmpty() || batch.through().after(position.get())) {
        List<Change> changes = filled.contains(entry.getKey()) ? passed : batch.changes();
        entry.getValue().take(changes, Optional.of(batch.through()), position);
      }
    }
    read = batch.through();
  }

  /**
   * Puts the rows of tables that cannot be read in parts where they belong among the changes; false
   * where it is to stop before that.
   */
  private boolean whole(
      Backfill filling,
      Set<TableName> tables,
      ChangeFeed following,
      Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    FeedRequest some = new FeedRequest(settings.feed() + WANTED, tables);
    try (FeedSnapshot snapshot = feeds.snapshot(some)) {
      FeedPosition at = snapshot.position();
      List<Change> later = new ArrayList<>();
      FeedPosition through = at;
      while (behind(at)) {
        if (!isGoing()) {
          return false;
        }
        FeedBatch batch = following.poll(settings.batchSize(), WAIT);
        if (batch.through().after(at)) {
          later.addAll(batch.changes().stream().filter(c -> c.position().after(at)).toList());
          through = batch.through();
          hand(
              new FeedBatch(
                  batch.changes().stream().filter(c -> !c.position().after(at)).toList(), at),
              had);
        } else {
          hand(batch, had);
        }
      }
      List<Delivery> to = snapshots.some(filling.plan().destinations());
      SnapshotProgress counted = Objects.requireNonNull(progress);
      long before = counted.rows();
      boolean all = tables.containsAll(filling.plan().open());
      Edge end = all ? Edge.OF_ALL : Edge.OF_TABLE;
      if (!snapshots.rows(snapshot, counted, to, Optional.of(at), end)) {
        return false;
      }
      filling.read(tables, counted.rows() - before);
      SnapshotPlan come = filling.plan();
      marks.then(to, () -> kept.store(come));
      hand(new FeedBatch(later, through), had);
    } finally {
      boolean unused = feeds.drop(some.name());
    }
    return true;
  }

  private boolean behind(FeedPosition at) {
    FeedPosition now = read;
    return now == null || at.after(now);
  }

  /** Lets the source forget what every destination has. */
  private void confirm(ChangeFeed following) {
    List<Optional<FeedPosition>> all =
        deliveries.values().stream().map(Delivery::delivered).toList();
    Optional<FeedPosition> least = least(all);
    FeedPosition before = confirmed;
    FeedPosition come = read;
    if (least.isPresent()
        && come != null
        && !least.get().after(come)
        && (before == null || least.get().after(before))) {
      following.confirm(least.get());
      confirmed = least.get();
    }
  }

  /** The least of positions; empty if one is missing. */
  static Optional<FeedPosition> least(List<Optional<FeedPosition>> all) {
    Optional<FeedPosition> least = Optional.empty();
    for (Optional<FeedPosition> one : all) {
      if (one.isEmpty()) {
        return one;
      }
      least = least.isPresent() && one.get().after(least.get()) ? least : one;
    }
    return least;
  }

  /** Returns the way to a destination; empty if there is none of this name. */
  Optional<Delivery> delivery(String name) {
    return Optional.ofNullable(deliveries.get(name));
  }

  Optional<FeedPosition> read() {
    return Optional.ofNullable(read);
  }

  Optional<FeedPosition> confirmed() {
    return Optional.ofNullable(confirmed);
  }

  Optional<SnapshotStatus> progress() {
    return Optional.ofNullable(progress).map(SnapshotProgress::status);
  }

  /** Returns when the last change that was read was committed, if the source has more. */
  Optional<Instant> behindSince() {
    return Optional.ofNullable(behindSince);
  }
}
