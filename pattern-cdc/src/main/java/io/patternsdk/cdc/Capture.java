package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.BackendException;
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

  private final ChangeFeeds feeds;
  private final CdcSettings settings;
  private final Map<String, Delivery> deliveries = new HashMap<>();
  private final BooleanSupplier going;
  private final Term term;
  private final FeedRequest feed;
  private volatile @Nullable FeedPosition read;
  private volatile @Nullable FeedPosition confirmed;

  Capture(
      ChangeFeeds feeds,
      CdcSettings settings,
      List<Delivery> deliveries,
      BooleanSupplier going,
      Term term) {
    this.feeds = feeds;
    this.settings = settings;
    this.going = going;
    this.term = term;
    this.feed = new FeedRequest(settings.feed(), settings.tables());
    deliveries.forEach(delivery -> this.deliveries.put(delivery.name(), delivery));
  }

  private boolean isGoing() {
    return going.getAsBoolean() && term.isHeld();
  }

  /** Captures until it is to stop; what was read is delivered then. */
  void run(Consumer<Role> role) {
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
  private FeedPosition snapshot(Map<String, Optional<FeedPosition>> had) {
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
      List<Change> rows = snapshot.rows(settings.batchSize());
      while (!rows.isEmpty() && isGoing()) {
        for (Delivery delivery : deliveries.values()) {
          delivery.take(rows, Optional.empty(), Optional.empty());
        }
        rows = snapshot.rows(settings.batchSize());
      }
      if (rows.isEmpty()) {
        deliveries.values().forEach(delivery -> delivery.complete(position));
      }
      return position;
    }
  }

  private void stream(
      ChangeFeed following, FeedPosition from, Map<String, Optional<FeedPosition>> had) {
    read = from;
    FeedPosition handed = from;
    while (isGoing()) {
      FeedBatch batch = following.poll(settings.batchSize(), WAIT);
      if (batch.through().after(handed)) {
        for (Map.Entry<String, Delivery> entry : deliveries.entrySet()) {
          Optional<FeedPosition> position = had.getOrDefault(entry.getKey(), Optional.empty());
          if (position.isEmpty() || batch.through().after(position.get())) {
            entry.getValue().take(batch.changes(), Optional.of(batch.through()), position);
          }
        }
        handed = batch.through();
        read = handed;
      }
      confirm(following);
    }
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

  List<String> troubles() {
    return deliveries.values().stream().flatMap(d -> d.trouble().stream()).toList();
  }

  Optional<String> trouble(String name) {
    return Optional.ofNullable(deliveries.get(name)).flatMap(Delivery::trouble);
  }

  Optional<FeedPosition> delivered(String name) {
    return Optional.ofNullable(deliveries.get(name)).flatMap(Delivery::delivered);
  }

  Optional<FeedPosition> read() {
    return Optional.ofNullable(read);
  }

  Optional<FeedPosition> confirmed() {
    return Optional.ofNullable(confirmed);
  }
}
