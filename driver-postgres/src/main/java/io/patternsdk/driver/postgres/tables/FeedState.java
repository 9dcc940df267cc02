package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of a feed.
 *
 * @param slot what it is followed by; null where there is no feed
 * @param follower who followed it last
 * @param there whether the slot is there, in this database
 * @param lost whether what it kept is gone
 * @param pid the process that sends its changes; 0 for none
 * @param confirmed the place up to which it is confirmed
 * @param end the place up to which the server's log is on disk
 * @param source what positions belong to
 */
record FeedState(
    @Nullable String slot,
    @Nullable String follower,
    boolean there,
    boolean lost,
    int pid,
    long confirmed,
    long end,
    String source) {
  private static final String READ =
      """
      SELECT f.slot, f.follower, slot_name IS NOT NULL,
        coalesce(wal_status = 'lost' OR restart_lsn IS NULL, false), coalesce(active_pid, 0),
        coalesce(confirmed_flush_lsn - '0/0', 0)::bigint,
        (pg_current_wal_flush_lsn() - '0/0')::bigint,
        'postgres-' || system_identifier || '-' || d.oid
      FROM pg_database d CROSS JOIN pg_control_system()
      LEFT JOIN feed f ON f.name = ?
      LEFT JOIN pg_replication_slots s ON slot_name = f.slot AND s.database = datname
      WHERE datname = current_database()
      """;

  static FeedState read(Connection connection, FeedName feed) throws SQLException {
    return PostgresSessions.query(
            connection, READ, statement -> statement.setBytes(1, feed.bytes()), FeedState::of)
        .getFirst();
  }

  private static FeedState of(ResultSet row) throws SQLException {
    return new FeedState(
        row.getString(1),
        row.getString(2),
        row.getBoolean(3),
        row.getBoolean(4),
        row.getInt(5),
        row.getLong(6),
        row.getLong(7),
        row.getString(8));
  }

  boolean exists() {
    return slot != null && there;
  }

  FeedPosition position() {
    return Lsn.position(source, confirmed);
  }

  /** Refuses to follow it where that would leave something out. */
  void check(FeedName feed, FeedPosition after) {
    if (slot == null) {
      throw new BackendException(
          ErrorKind.NOT_FOUND, "there is no feed " + feed.name() + "; take a snapshot");
    }
    if (!there) {
      throw new BackendException(
          ErrorKind.NOT_FOUND,
          "the slot %s of feed %s was dropped, and what it kept is gone; take a snapshot"
              .formatted(slot, feed.name()));
    }
    String why = why(after);
    if (why != null) {
      throw new BackendException(
          ErrorKind.CONFLICT, "position " + after + " of feed " + feed.name() + " " + why);
    }
  }

  private @Nullable String why(FeedPosition after) {
    if (!after.source().equals(source)) {
      return "is of another source than " + source;
    }
    if (lost) {
      return "is not kept any more: the server has invalidated the slot "
          + slot
          + ", which kept more than max_slot_wal_keep_size allows; take a snapshot";
    }
    if (Lsn.of(after) > end) {
      return "is behind " + Lsn.position(source, end) + ", the end of the source: it is a copy";
    }
    return Lsn.of(after) < confirmed
        ? "is before " + position() + ", up to which changes were confirmed and are gone"
        : null;
  }

  /** Refuses whoever is not the last to have followed it. */
  void checkFollower(FeedName feed, String token) {
    if (!token.equals(follower) || !exists()) {
      throw new BackendException(
          ErrorKind.CONFLICT, "feed " + feed.name() + " was followed anew or dropped");
    }
    if (lost) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "the server has invalidated the slot %s of feed %s; take a snapshot"
              .formatted(slot, feed.name()));
    }
  }

  /** Reads the slots of a feed that are there, whichever is in use. */
  static List<String> slots(Connection connection, FeedName feed) throws SQLException {
    return PostgresSessions.query(
        connection,
        "SELECT slot_name FROM pg_replication_slots"
            + " WHERE starts_with(slot_name, ?) AND database = current_database()",
        statement -> statement.setString(1, feed.publication() + "_"),
        row -> row.getString(1));
  }
}
