package io.patternsdk.driver.embedded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.driver.embedded.ChangeOrder.Change;
import io.patternsdk.driver.embedded.journal.EmbeddedErrors;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Goes through the order of changes; hands out what survives what the backend survives. */
final class EmbeddedKeyWatch implements KeyWatch {
  private final StoredValues values;
  private final ChangeOrder changes;
  private final String prefix;
  private final MonotonicClock time;
  private final Scheduler scheduler;
  private WatchPlace place;
  private volatile boolean closed;

  EmbeddedKeyWatch(
      StoredValues values,
      ChangeOrder changes,
      String prefix,
      WatchPlace place,
      MonotonicClock time,
      Scheduler scheduler) {
    this.values = values;
    this.changes = changes;
    this.prefix = prefix;
    this.place = place;
    this.time = time;
    this.scheduler = scheduler;
  }

  /**
   * What was found, and how far that leads.
   *
   * @param floor what was forgotten up to this number was not to come
   * @param all whether nothing more was there
   */
  private record Found(List<WatchEvent> events, WatchPlace place, long floor, boolean all) {}

  @Override
  public WatchBatch poll(int max, Duration wait) {
    Deadline deadline = Deadline.current();
    long end = time.after(deadline.atMost(wait));
    while (true) {
      admit();
      Found found = look(max);
      if (!found.events.isEmpty() || time.now() >= end || deadline.passed()) {
        return handedOut(found);
      }
      place = found.place; // where nothing was found there is nothing to repeat
      await(found.place.after(), end, deadline);
    }
  }

  private void admit() {
    values.admit();
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the watch is closed");
    }
  }

  private WatchBatch handedOut(Found found) {
    Commit latest = changes.latest();
    if (!found.events.isEmpty()) {
      latest.await();
    }
    place = found.place;
    return new WatchBatch(found.events, place.token(changes), found.all);
  }

  private void await(long seen, long end, Deadline deadline) {
    changes.lock.lock();
    try {
      if (changes.last() == seen && !closed) {
        scheduler.await(changes.lock, changes.changed, end, deadline);
      }
    } catch (InterruptedException e) {
      throw EmbeddedErrors.cancelled(Effect.NONE, e);
    } finally {
      changes.lock.unlock();
    }
  }

  private Found look(int max) {
    Found found = look(place, max);
    while (changes.forgotten() > found.floor) {
      found = look(WatchPlace.BEFORE_ALL, max);
    }
    return found;
  }

  private Found look(WatchPlace from, int max) {
    List<WatchEvent> events = new ArrayList<>();
    long last = changes.last();
    WatchPlace begun = from;
    if (from.begins()) {
      events.add(new WatchEvent.Resync());
      begun = WatchPlace.snapshot(last);
    }
    WatchPlace now = begun;
    for (Change change : changes.after(begun.after())) {
      if (events.size() < max && now.snapping() && change.number() > now.snapshot()) {
        events.add(new WatchEvent.Synced());
        now = now.synced();
      }
      if (events.size() >= max) {
        return new Found(events, now, begun.floor(), false);
      }
      add(change, now.snapping(), events);
      now = now.at(change.number());
    }
    now = now.at(Math.max(now.after(), last));
    boolean room = events.size() < max;
    if (room && now.snapping()) {
      events.add(new WatchEvent.Synced());
      now = now.synced();
    }
    return new Found(events, now, begun.floor(), room || !now.snapping());
  }

  private void add(Change change, boolean snapping, List<WatchEvent> events) {
    if (!change.key().startsWith(prefix)) {
      return;
    }
    StoredValue stored = change.stored();
    if (stored == null) {
      if (!snapping) {
        events.add(new WatchEvent.Removed(change.key(), change.reason()));
      }
    } else if (values.live(stored) != null) { // else that it has expired comes soon
      events.add(new WatchEvent.Put(change.key(), stored.value(), stored.toVersion()));
    }
  }

  @Override
  public void close() {
    closed = true;
    changes.wakeAll();
  }
}
