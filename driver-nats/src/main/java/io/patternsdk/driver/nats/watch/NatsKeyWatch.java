package io.patternsdk.driver.nats.watch;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.driver.nats.watch.KeyLog.Cursor;
import io.patternsdk.driver.nats.watch.KeyLog.KeyChange;
import io.patternsdk.driver.nats.watch.KeyLog.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads changes by a cursor, which is made again where the last one was left whenever something
 * fails: what counts is kept here. Where what was removed may be told no more, it begins anew.
 */
final class NatsKeyWatch implements KeyWatch {
  private static final int PAGE = 1_000;

  private final Renewable<Reading> reading =
      new Renewable<>("the watch", reading -> reading.cursor.close());
  private final KeyLog log;
  private final String prefix;
  private final ArrayDeque<KeyChange> ahead = new ArrayDeque<>();
  private WatchPlace place;

  NatsKeyWatch(KeyLog log, String prefix, WatchPlace place) {
    this.log = log;
    this.prefix = prefix;
    this.place = place;
  }

  /** A cursor, with the server's time told by ours since it was made. */
  private record Reading(Cursor cursor, State begun, long since) {
    Instant now() {
      return begun.now().plusNanos(System.nanoTime() - since);
    }
  }

  @Override
  public WatchBatch poll(int max, Duration wait) {
    Deadline until = Deadline.after(Deadline.current().atMost(wait));
    try {
      return polled(max, until);
    } catch (OperationException e) {
      end();
      reading.checkOpen();
      if (!log.gone(e)) {
        throw e;
      }
    }
    try {
      return polled(max, until); // the server had forgotten the cursor, or lost the stream
    } catch (OperationException e) {
      end();
      reading.checkOpen();
      throw e;
    }
  }

  private WatchBatch polled(int max, Deadline until) {
    reading.checkOpen();
    Look look = new Look(max);
    boolean current = look.all();
    while (look.events.isEmpty() && !until.passed()) {
      place = look.place; // where nothing was found there is nothing to repeat
      await(look.found.cursor, until);
      if (ahead.isEmpty() && Deadline.current().passed()) {
        return new WatchBatch(List.of(), place.token(), false);
      }
      look = new Look(max);
      current = look.all();
    }
    place = look.place;
    return new WatchBatch(look.events, place.token(), current);
  }

  private void await(Cursor cursor, Deadline until) {
    try {
      ahead.addAll(cursor.await(until.remaining()));
    } catch (OperationException e) {
      if (!Deadline.current().passed() || !log.late(e)) {
        throw e;
      }
      end(); // the wait was over before the server could say so
    }
  }

  /** The events of one poll, and how far they lead. */
  private final class Look {
    private final int max;
    private final Deadline deadline = log.begin();
    private final List<WatchEvent> events = new ArrayList<>();
    private final Reading found = reading(deadline);
    private WatchPlace place = NatsKeyWatch.this.place;
    private long last;

    Look(int max) {
      this.max = max;
    }

    /** Goes on until there is no room; true if everything has come. */
    boolean all() {
      boolean goesOn = !place.begins() && place.remembered(found.now());
      Reading from = goesOn ? found : anew();
      last = log.last(prefix, deadline);
      while (events.size() < max) {
        Instant now = from.now();
        if (ahead.isEmpty()) {
          ahead.addAll(from.cursor.pull(Math.min(PAGE, max - events.size()), deadline));
        }
        if (ahead.isEmpty()) {
          return atEnd(now);
        }
        while (events.size() < max && !ahead.isEmpty()) {
          take(ahead.remove());
        }
      }
      return false;
    }

    /** Begins anew, by a cursor from the beginning, which may have been asked for already. */
    private Reading anew() {
      Reading first = found;
      if (!place.begins()) {
        end();
        NatsKeyWatch.this.place = WatchPlace.BEFORE_ALL;
        first = reading(deadline);
      }
      place = WatchPlace.snapshot(first.begun);
      events.add(new WatchEvent.Resync());
      return first;
    }

    private boolean atEnd(Instant now) {
      if (place.after() < last) {
        return false; // a pull that does not wait may overlook it
      }
      place = place.seenAll(now);
      if (!place.synced()) {
        events.add(new WatchEvent.Synced());
        place = place.nowSynced();
      }
      return true;
    }

    private void take(KeyChange change) {
      place = place.at(change);
      if (place.seen().isBefore(change.time())) {
        place = place.seenAll(change.time());
      }
      if (!change.key().startsWith(prefix)) {
        return;
      }
      if (change.removed().isEmpty()) {
        Version version = new Version(Long.toString(change.sequence()));
        events.add(new WatchEvent.Put(change.key(), change.value(), version));
      } else if (place.synced() || change.sequence() > place.first()) {
        events.add(new WatchEvent.Removed(change.key(), change.removed().get()));
      }
    }
  }

  private Reading reading(Deadline deadline) {
    Reading made = reading.current();
    if (made == null) {
      made = made(deadline);
      if (!place.begins() && !place.in(made.begun)) {
        made.cursor.close();
        place = WatchPlace.BEFORE_ALL;
        made = made(deadline);
      }
      reading.begin(made);
    }
    return made;
  }

  private Reading made(Deadline deadline) {
    Cursor cursor = log.after(prefix, place.after(), deadline);
    return new Reading(cursor, cursor.begun(), System.nanoTime());
  }

  /** Ends the cursor; what it had brought is asked for again. */
  private void end() {
    ahead.clear();
    reading.end();
  }

  @Override
  public void close() {
    reading.close();
  }
}
