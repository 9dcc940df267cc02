package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.AutoResetEvent;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.driver.postgres.WatchPlace.Seen;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresConnections.Binder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the log of changes; while it waits, twice a second, and once a second when nothing has
 * changed for some seconds. Each look is one statement.
 */
final class PostgresKeyWatch implements KeyWatch {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LONGER = Duration.ofSeconds(1);
  private static final int IN_VAIN = 4; // looks, after which the pause is longer
  private static final int PAGE = 1_000;
  private static final String NOW =
      "pg_current_snapshot()::text, (extract(epoch FROM now()) * 1000000)::bigint";
  private static final String BEGIN = "SELECT id, " + NOW + " FROM kv_watch";
  private static final String BYTES_BEFORE =
      """
      sum(coalesce(octet_length(value), 0)) OVER (
        ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      """;
  private static final String WALK =
      """
      SELECT key, value, version FROM (
        SELECT key, value, version, %s FROM kv
        WHERE key >= ? AND key < ? AND %s ORDER BY key LIMIT ?) AS page
      WHERE before IS NULL OR before < %d ORDER BY key
      """
          .formatted(BYTES_BEFORE, ALIVE, KeysetWalk.PAGE_BYTES);

  /** What is not seen yet, as it is now; and what has expired since, swept or not. */
  private static final String LOOK =
      """
      WITH found AS (
        SELECT key, (array_agg(gone ORDER BY id DESC))[1] AS gone FROM (
          SELECT id, key, gone FROM kv_change
          WHERE xid >= CAST(? AS text)::xid8
            AND NOT pg_visible_in_snapshot(xid, CAST(? AS text)::pg_snapshot)
            AND key >= ? AND key < ?
          UNION ALL
          SELECT 0, key, 2 FROM kv
          WHERE expires > to_timestamp(0) + ? * interval '1 microsecond' AND expires <= now()
            AND key >= ? AND key < ?) AS changes
        GROUP BY key ORDER BY key LIMIT ?),
      page AS (
        SELECT key, gone, value, version, %s
        FROM found LEFT JOIN (SELECT key, value, version FROM kv WHERE %s) AS alive USING (key))
      SELECT kv_watch.id, %s,
        forgotten >= CAST(? AS text)::xid8 OR kv_watch.id <> CAST(? AS text)::uuid
          OR CAST(? AS text)::xid8 > pg_snapshot_xmax(pg_current_snapshot()),
        key, gone, value, version
      FROM kv_watch LEFT JOIN page ON before IS NULL OR before < %d ORDER BY key
      """
          .formatted(BYTES_BEFORE, ALIVE, NOW, KeysetWalk.PAGE_BYTES);

  private final PostgresConnections postgres;
  private final String prefix;
  private final AutoResetEvent woken;
  private WatchPlace place;
  private int inVain;
  private volatile boolean closed;

  PostgresKeyWatch(PostgresConnections postgres, String prefix, WatchPlace place) {
    this.postgres = postgres;
    this.prefix = prefix;
    this.place = place;
    this.woken = new AutoResetEvent(postgres.calls());
  }

  @Override
  public WatchBatch poll(int max, Duration wait) {
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    WatchBatch batch = look(max);
    while (batch.events().isEmpty() && !end.passed()) {
      woken.await(end.sooner(Deadline.after(inVain < IN_VAIN ? PAUSE : LONGER)));
      if (Deadline.current().passed()) {
        return new WatchBatch(List.of(), place.token(), false);
      }
      try {
        batch = look(max);
      } catch (BackendException e) {
        if (e.kind() != ErrorKind.UNAVAILABLE || end.passed()) {
          throw e;
        }
      }
    }
    return batch;
  }

  private WatchBatch look(int max) {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the watch is closed");
    }
    Look look = new Look(max);
    boolean current = look.all();
    place = look.place;
    inVain = look.events.isEmpty() ? Math.min(inVain + 1, IN_VAIN) : 0;
    return new WatchBatch(look.events, place.token(), current);
  }

  /** A row that was found; without a value where there is none any more. */
  private record Found(String key, @Nullable WatchEvent event, int bytes) {}

  /** The events of one poll, and how far they lead. */
  private final class Look {
    private final int max;
    private final List<WatchEvent> events = new ArrayList<>();
    private WatchPlace place = PostgresKeyWatch.this.place;

    Look(int max) {
      this.max = max;
    }

    private int room() {
      return Math.min(PAGE, max - events.size());
    }

    /** Goes on until there is no room; true if everything has come. */
    boolean all() {
      boolean current = false;
      while (room() > 0 && !current) {
        switch (place.phase()) {
          case BEGIN -> begin();
          case WALK -> walk();
          case FOLLOW -> current = follow();
        }
      }
      return current;
    }

    private void begin() {
      Seen now = postgres.query(BEGIN, statement -> {}, row -> seen(row)).getFirst();
      events.add(new WatchEvent.Resync());
      place = WatchPlace.walk(now);
    }

    private void walk() {
      int limit = room();
      Binder range =
          statement -> {
            statement.setBytes(1, from());
            statement.setBytes(2, KeysetWalk.end(prefix));
            statement.setInt(3, limit);
          };
      place = took(postgres.query(WALK, range, row -> put(row, 1)), limit) ? place.follow() : place;
    }

    /** Looks at a page of changes; true if that was the last and the first. */
    private boolean follow() {
      int limit = room();
      boolean begins = place.round() == null;
      Page page = new Page();
      postgres.query(LOOK, changes(limit), page::read).clear();
      if (page.lost) {
        place = WatchPlace.BEFORE_ALL;
        return false;
      }
      place = place.within(page.now);
      if (!took(page.found, limit)) {
        return false;
      }
      place = place.looked();
      if (!place.synced()) {
        if (room() == 0) {
          return false;
        }
        events.add(new WatchEvent.Synced());
        place = place.nowSynced();
      }
      return begins;
    }

    private Binder changes(int limit) {
      Seen since = place.since();
      byte[] from = from();
      byte[] to = KeysetWalk.end(prefix);
      return statement -> {
        statement.setString(1, since.least());
        statement.setString(2, since.snapshot());
        statement.setBytes(3, from);
        statement.setBytes(4, to);
        statement.setLong(5, since.micros());
        statement.setBytes(6, from);
        statement.setBytes(7, to);
        statement.setInt(8, limit);
        statement.setString(9, since.least());
        statement.setString(10, since.log());
        statement.setString(11, since.most());
      };
    }

    private byte[] from() {
      String last = place.key();
      return last == null ? PostgresKeyValue.stored(prefix) : KeysetWalk.after(last);
    }

    /** Takes what was found; true if there was no more. */
    private boolean took(List<Found> found, int limit) {
      long bytes = 0;
      for (Found each : found) {
        if (each.event != null) {
          events.add(each.event);
        }
        place = place.at(each.key);
        bytes += each.bytes;
      }
      return found.size() < limit && bytes < KeysetWalk.PAGE_BYTES;
    }
  }

  /** A page of changes. */
  private static final class Page {
    private final List<Found> found = new ArrayList<>();
    private Seen now = Seen.NOTHING;
    private boolean lost;

    boolean read(ResultSet row) throws SQLException {
      now = seen(row);
      lost = row.getBoolean(4);
      byte[] key = row.getBytes(5);
      if (key != null) {
        found.add(row.getBytes(7) == null ? removed(key, row.getInt(6)) : put(row, 5, 7));
      }
      return true;
    }

    private static Found removed(byte[] stored, int gone) {
      String key = PostgresKeyValue.key(stored);
      // Where it was put and is not there, it has expired in this moment.
      Reason reason = gone == 1 ? Reason.DELETED : Reason.EXPIRED;
      return new Found(key, new WatchEvent.Removed(key, reason), 0);
    }
  }

  private static Seen seen(ResultSet row) throws SQLException {
    return new Seen(row.getString(1), row.getString(2), row.getLong(3));
  }

  private static Found put(ResultSet row, int key) throws SQLException {
    return put(row, key, key + 1);
  }

  private static Found put(ResultSet row, int key, int value) throws SQLException {
    String name = PostgresKeyValue.key(row.getBytes(key));
    byte[] bytes = row.getBytes(value);
    Version version = new Version(row.getString(value + 1));
    return new Found(name, new WatchEvent.Put(name, bytes, version), bytes.length);
  }

  @Override
  public void close() {
    closed = true;
    woken.signal();
  }
}
