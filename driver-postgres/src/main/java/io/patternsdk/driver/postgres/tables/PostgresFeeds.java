package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBacklog;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Feeds by logical replication: each is a publication, a slot that keeps the server's log, and a
 * row that says which slot it is and who follows. Thread-safe.
 */
public final class PostgresFeeds implements ChangeFeeds {
  /** Creates what knows the feeds. */
  public static final String TABLE =
      "CREATE TABLE feed (name bytea PRIMARY KEY, slot text NOT NULL, follower text)";

  private static final String SWITCH =
      """
      INSERT INTO feed (name, slot) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET slot = excluded.slot, follower = NULL
      """;
  private static final String FOLLOW = "UPDATE feed SET follower = ? WHERE name = ? AND slot = ?";
  private static final String FORGET = "DELETE FROM feed WHERE name = ?";
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final TableHost host;
  private final PgTypes types = new PgTypes();
  private final Publications publications;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /** Creates those of one driver. */
  public PostgresFeeds(TableHost host) {
    this.host = host;
    this.publications = new Publications(host, types);
  }

  TableHost host() {
    return host;
  }

  PgTypes types() {
    return types;
  }

  private FeedName name(String feed) {
    return FeedName.of(feed, host.schema());
  }

  FeedState state(FeedName feed) {
    return host.call(connection -> FeedState.read(connection, feed));
  }

  @Override
  public FeedSnapshot snapshot(FeedRequest request) {
    FeedName feed = name(request.name());
    Deadline deadline = host.calls().begin();
    boolean unused =
        host.transaction(
            connection -> {
              checkLevel(connection);
              publications.prepare(connection, feed, request);
              return true;
            });
    String slot = feed.slot();
    SlotSnapshot snapshot = SlotSnapshot.take(this, feed, request, slot, deadline);
    try {
      unused =
          host.transaction(
              connection -> {
                int one =
                    PostgresSessions.update(
                        connection,
                        SWITCH,
                        statement -> {
                          statement.setBytes(1, feed.bytes());
                          statement.setString(2, slot);
                        });
                publications.trim(connection, feed, request);
                return one > 0;
              });
    } catch (RuntimeException e) {
      snapshot.abandon(slot);
      throw e;
    }
    unused = dropSlots(feed, slot, deadline);
    return snapshot;
  }

  /** The server would say so only when the slot is made, which comes after the publication. */
  private static void checkLevel(Connection connection) throws SQLException {
    String level =
        PostgresSessions.query(
                connection, "SHOW wal_level", statement -> {}, row -> row.getString(1))
            .getFirst();
    if (!level.equals("logical")) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          "wal_level is "
              + level
              + ", which tells no changes: set wal_level = logical and restart");
    }
  }

  /** Drops all slots of a feed but one, whoever uses them; tells whether there was one. */
  private boolean dropSlots(FeedName feed, String but, Deadline deadline) {
    List<String> slots = host.call(connection -> FeedState.slots(connection, feed));
    boolean some = false;
    for (String slot : slots) {
      if (!slot.equals(but)) {
        dropSlot(slot, deadline);
        some = true;
      }
    }
    return some;
  }

  /** Drops a slot; whoever uses it is ended. */
  void dropSlot(String slot, Deadline deadline) {
    while (!host.call(connection -> dropped(connection, slot))) {
      pause(deadline, "slot " + slot + " is still in use");
    }
  }

  private static boolean dropped(Connection connection, String slot) throws SQLException {
    try {
      end(connection, slot);
      var unused =
          PostgresSessions.query(
              connection,
              "SELECT pg_drop_replication_slot(?)",
              statement -> statement.setString(1, slot),
              row -> true);
      return true;
    } catch (SQLException e) {
      if (FeedErrors.isInUse(e)) {
        return false;
      }
      if (FeedErrors.isGone(e)) {
        return true;
      }
      throw e;
    }
  }

  /** Ends the process that sends what a slot keeps. */
  static void end(Connection connection, String slot) throws SQLException {
    var unused =
        PostgresSessions.query(
            connection,
            "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                + " WHERE slot_name = ? AND active_pid IS NOT NULL",
            statement -> statement.setString(1, slot),
            row -> true);
  }

  /** Waits a little for what others have to end; TIMED_OUT where there is no time left. */
  void pause(Deadline deadline, String what) {
    if (deadline.passed()) {
      throw new BackendException(ErrorKind.TIMED_OUT, Effect.NONE, what, null);
    }
    try {
      Thread.sleep(deadline.atMost(PAUSE));
    } catch (InterruptedException e) {
      throw host.calls().failed(e, Effect.NONE);
    }
    if (host.calls().closed()) {
      throw new BackendException(ErrorKind.CLOSED, "the driver is closed");
    }
  }

  @Override
  public ChangeFeed follow(FeedRequest request, FeedPosition after) {
    FeedName feed = name(request.name());
    Deadline deadline = host.calls().begin();
    FeedState state = state(feed);
    state.check(feed, after);
    boolean unused =
        host.transaction(
            connection -> {
              publications.extend(connection, feed, request);
              return true;
            });
    String token = UUID.randomUUID().toString();
    int noted =
        host.call(
            connection ->
                PostgresSessions.update(
                    connection,
                    FOLLOW,
                    statement -> {
                      statement.setString(1, token);
                      statement.setBytes(2, feed.bytes());
                      statement.setString(3, state.slot());
                    }));
    if (noted == 0) {
      throw new BackendException(
          ErrorKind.CONFLICT, "feed " + feed.name() + " was begun anew or dropped meanwhile");
    }
    PostgresChangeFeed following = new PostgresChangeFeed(this, request, feed, token, after);
    following.connect(deadline);
    return opened(following);
  }

  @Override
  public FeedChunks chunks(FeedRequest request) {
    return TableChunks.open(this, name(request.name()));
  }

  /** Remembers what is open, to end it with the driver. */
  <T extends AutoCloseable> T opened(T closeable) {
    open.add(closeable);
    return closeable;
  }

  void closed(AutoCloseable closeable) {
    open.remove(closeable);
  }

  @Override
  public Optional<FeedPosition> confirmed(String feed) {
    FeedState state = state(name(feed));
    return state.exists() ? Optional.of(state.position()) : Optional.empty();
  }

  @Override
  public Optional<FeedBacklog> backlog(String name) {
    FeedName feed = name(name);
    return host.call(connection -> SlotBacklog.read(connection, feed));
  }

  @Override
  public boolean drop(String name) {
    FeedName feed = name(name);
    Deadline deadline = host.calls().begin();
    boolean known =
        host.transaction(
            connection -> {
              publications.drop(connection, feed);
              return PostgresSessions.update(
                      connection, FORGET, statement -> statement.setBytes(1, feed.bytes()))
                  > 0;
            });
    boolean kept = dropSlots(feed, "", deadline);
    return known || kept;
  }

  /** Ends all that is open. */
  public void close() {
    for (AutoCloseable closeable : open) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e); // none of ours throws
      }
    }
  }
}
