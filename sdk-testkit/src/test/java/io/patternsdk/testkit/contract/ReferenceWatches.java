package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Put;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.core.keyvalue.WatchEvent.Removed;
import io.patternsdk.core.keyvalue.WatchEvent.Resync;
import io.patternsdk.core.keyvalue.WatchEvent.Synced;
import io.patternsdk.core.keyvalue.WatchToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Watches of a server's values, of one driver. A watch is a place in the list of all changes. */
final class ReferenceWatches implements KeyValueWatch {
  private static final String TOKEN = "after-";

  private final ReferenceServer server;
  private final ReferenceValues values;
  private final Duration timeout;
  private volatile boolean closed;

  ReferenceWatches(ReferenceServer server, ReferenceValues values, Duration timeout) {
    this.server = server;
    this.values = values;
    this.timeout = timeout;
  }

  @Override
  public KeyWatch watch(String prefix) {
    return new Watch(prefix, Optional.empty());
  }

  @Override
  public KeyWatch watch(String prefix, WatchToken after) {
    String text = after.text();
    boolean known = text.startsWith(TOKEN) || server.has(Flaw.ANY_TOKEN_IS_TAKEN);
    String number = text.startsWith(TOKEN) ? text.substring(TOKEN.length()) : "0";
    return new Watch(prefix, known ? Optional.of(Integer.valueOf(number)) : Optional.empty());
  }

  /** Ends the waits of this driver. */
  void close() {
    closed = !server.has(Flaw.CLOSING_LEAVES_WATCHES);
    values.wake();
  }

  private final class Watch implements KeyWatch {
    private final String prefix;
    private final Deque<WatchEvent> ahead = new ArrayDeque<>();
    private int place;
    private boolean snapshot;
    private volatile boolean ended;

    Watch(String prefix, Optional<Integer> after) {
      this.prefix = prefix;
      this.place = after.orElse(0);
      this.snapshot = after.isEmpty();
      if (after.isPresent() && server.has(Flaw.TOKENS_LEAD_TO_THE_END)) {
        place = values.changes().size();
      }
    }

    @Override
    public WatchBatch poll(int max, Duration wait) {
      synchronized (values) {
        Deadline end = end(wait);
        while (true) {
          if (closed || ended) {
            throw new BackendException(ErrorKind.CLOSED, "closed");
          }
          look();
          if (!ahead.isEmpty() || end.passed()) {
            return batch(server.has(Flaw.WATCHES_IGNORE_MAX) ? Integer.MAX_VALUE : max);
          }
          values.await(end);
        }
      }
    }

    private Deadline end(Duration wait) {
      Deadline end = Deadline.after(server.has(Flaw.WATCHES_DO_NOT_WAIT) ? Duration.ZERO : wait);
      if (server.has(Flaw.WATCHES_WAIT_FOR_THE_OPERATION_TIMEOUT)) {
        end = end.sooner(Deadline.after(timeout));
      }
      return server.has(Flaw.WATCHES_IGNORE_THE_DEADLINE) ? end : end.sooner(Deadline.current());
    }

    private WatchBatch batch(int max) {
      List<WatchEvent> events = new ArrayList<>();
      while (events.size() < max && !ahead.isEmpty()) {
        events.add(ahead.remove());
      }
      boolean current = ahead.isEmpty() || server.has(Flaw.EVERY_POLL_IS_CURRENT);
      String text = ahead.isEmpty() ? TOKEN + place : "within";
      return new WatchBatch(events, new WatchToken(text), current);
    }

    private void look() {
      values.expire();
      if (snapshot) {
        List<Put> puts = values.puts(seen());
        ahead.add(new Resync());
        if (server.has(Flaw.SYNCED_COMES_TOO_EARLY)) {
          ahead.add(new Synced());
        }
        puts.stream().skip(server.has(Flaw.A_SNAPSHOT_LEAVES_ONE_OUT) ? 1 : 0).forEach(ahead::add);
        if (!server.has(Flaw.SYNCED_COMES_TOO_EARLY)) {
          ahead.add(new Synced());
        }
        place = values.changes().size();
        snapshot = false;
        return;
      }
      if (!ahead.isEmpty() && server.has(Flaw.WHAT_COMES_DURING_A_SNAPSHOT_IS_MISSED)) {
        place = values.changes().size();
      }
      List<WatchEvent> changes = values.changes();
      List<WatchEvent> next = new ArrayList<>(changes.subList(place, changes.size()));
      if (server.has(Flaw.CHANGES_OF_KEYS_ARE_TURNED)) {
        next = next.reversed();
      }
      next.forEach(this::add);
      place = changes.size();
    }

    private String seen() {
      return server.has(Flaw.WATCHES_IGNORE_THE_PREFIX)
          ? prefix.substring(0, prefix.indexOf(':') + 1)
          : prefix;
    }

    private void add(WatchEvent event) {
      switch (event) {
        case Put put when put.key().startsWith(seen()) -> put(put);
        case Removed removed when removed.key().startsWith(seen()) -> removed(removed);
        default -> {
          // of another prefix
        }
      }
    }

    private void put(Put put) {
      if (server.has(Flaw.SOME_CHANGES_ARE_NOT_WATCHED) && Arrays.hashCode(put.value()) % 3 == 0) {
        return;
      }
      if (server.has(Flaw.WATCHED_VALUES_ARE_OF_OTHERS) && put.value().length > 0) {
        byte[] other = put.value().clone();
        other[0]++;
        ahead.add(new Put(put.key(), other, put.version()));
        return;
      }
      boolean wrong = server.has(Flaw.WATCHED_VERSIONS_ARE_OTHERS);
      ahead.add(wrong ? new Put(put.key(), put.value(), new Version(put.version() + "w")) : put);
    }

    private void removed(Removed removed) {
      boolean expired = removed.reason() == Reason.EXPIRED;
      if (server.has(expired ? Flaw.EXPIRIES_ARE_NOT_WATCHED : Flaw.REMOVALS_ARE_NOT_WATCHED)) {
        return;
      }
      if (server.has(Flaw.REASONS_ARE_TURNED)) {
        ahead.add(new Removed(removed.key(), expired ? Reason.DELETED : Reason.EXPIRED));
      } else {
        ahead.add(removed);
      }
    }

    @Override
    public void close() {
      ended = !server.has(Flaw.A_CLOSED_WATCH_POLLS);
      if (!server.has(Flaw.CLOSING_A_WATCH_LEAVES_ITS_WAIT)) {
        values.wake();
      }
    }
  }
}
