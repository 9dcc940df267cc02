package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.cdc.CdcStatus.SnapshotStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the source for one term of a leader: a snapshot where one is missing, then changes. */
final class Capture {
  private static final Duration WAIT = Duration.ofMillis(200);
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
      List<Delivery> deliveries,
      BooleanSupplier going,
      Term term) {
    this.feeds = feeds;
    this.settings = settings;
    this.clock = clock;
    this.control = control;
    this.going = going;
    this.term = term;
    this.feed = new FeedRequest(settings.feed(), settings.tables());
    deliveries.forEach(delivery -> this.deliveries.put(delivery.name(), delivery));
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
  void run(Consumer<Role> role) throws InterruptedException {
    control.look();
    boolean unused = feeds.drop(settings.feed() + WANTED); // of a leader that did not end it
    Map<String, Optional<FeedPosition>> had = new HashMap<>();
    deliveries.forEach((name, delivery) -> had.put(name, delivery.lead(term.epoch())));
    if (had.values().stream().anyMatch(Optional::isEmpty)) {
      role.accept(Role.SNAPSHOT);
      FeedPosition position = snapshot(had);
      if (!isGoing()) {
        return;
      }
      had.replaceAll((name, before) -> Optional.of(position));
    }
    role.accept(Role.STREAMING);
    FeedPosition least = least(new ArrayList<>(had.values())).orElseThrow();
    try (ChangeFeed following = feeds.follow(feed, least)) {
      stream(following, least, had);
      Deadline end = Deadline.after(LAST);
      deliveries.values().forEach(delivery -> delivery.drain(end));
      if (term.isHeld()) {
        confirm(following);
      }
    }
  }

  /** Delivers all rows; the position is where the last of them is delivered. */
  private FeedPosition snapshot(Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
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
      deliveries.values().forEach(Delivery::begin);
      if (rows(snapshot, feed, Optional.empty())) {
        deliveries.values().forEach(delivery -> delivery.complete(feed.tables(), position));
      }
      return position;
    }
  }

  /** Delivers the rows of a snapshot; tells whether those were all. */
  private boolean rows(FeedSnapshot snapshot, FeedRequest of, Optional<FeedPosition> through)
      throws InterruptedException {
    SnapshotProgress counted = new SnapshotProgress(clock, of.tables().size(), snapshot.size());
    progress = counted;
    try {
      List<Change> rows = snapshot.rows(settings.batchSize());
      while (!rows.isEmpty() && mayGoOn()) {
        for (Delivery delivery : deliveries.values()) {
          delivery.take(rows, through, Optional.empty());
        }
        counted.add(rows.size());
        if (settings.snapshotRate().isPresent()) {
          clock.sleep(counted.ahead(settings.snapshotRate().get()));
        }
        rows = snapshot.rows(settings.batchSize());
      }
      return rows.isEmpty();
    } finally {
      progress = null;
    }
  }

  private void stream(
      ChangeFeed following, FeedPosition from, Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    read = from;
    while (mayGoOn()) {
      Control.Wish wish = control.wish();
      if (!wish.snapshot().isEmpty() && !wish.id().equals(done)) {
        wanted(following, wish, had);
      } else {
        FeedBatch batch = following.poll(settings.batchSize(), WAIT);
        seen(batch);
        hand(batch, had);
      }
      confirm(following);
    }
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
    for (Map.Entry<String, Delivery> entry : deliveries.entrySet()) {
      Optional<FeedPosition> position = had.getOrDefault(entry.getKey(), Optional.empty());
      if (position.isEmpty() || batch.through().after(position.get())) {
        entry.getValue().take(batch.changes(), Optional.of(batch.through()), position);
      }
    }
    read = batch.through();
  }

  /** Puts the rows of some tables where they belong among the changes. */
  private void wanted(
      ChangeFeed following, Control.Wish wish, Map<String, Optional<FeedPosition>> had)
      throws InterruptedException {
    FeedRequest some = new FeedRequest(settings.feed() + WANTED, wish.snapshot());
    try (FeedSnapshot snapshot = feeds.snapshot(some)) {
      FeedPosition at = snapshot.position();
      List<Change> later = new ArrayList<>();
      FeedPosition through = at;
      while (behind(at)) {
        if (!isGoing()) {
          return;
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
      if (!rows(snapshot, some, Optional.of(at))) {
        return;
      }
      deliveries.values().forEach(delivery -> delivery.complete(some.tables(), at));
      hand(new FeedBatch(later, through), had);
    } finally {
      boolean unused = feeds.drop(some.name());
    }
    done = wish.id();
    control.taken(done);
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
  private static Optional<FeedPosition> least(List<Optional<FeedPosition>> all) {
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
