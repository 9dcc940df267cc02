package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.changefeed.FeedBacklog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a slot keeps of the server's log. It begins where the oldest transaction that was open at
 * what is confirmed began, so a slot may keep much of which nothing is left to confirm.
 */
final class SlotBacklog {
  private static final String READ =
      """
      SELECT s.*, (
        SELECT who || ', open since ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
          || ' UTC'
        FROM (
          SELECT 'a transaction of process ' || pid || coalesce(' of ' || nullif(usename, ''), '')
            AS who, xact_start AS since
          FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
          UNION ALL SELECT 'the prepared transaction ' || gid, prepared FROM pg_prepared_xacts
        ) AS open WHERE since IS NOT NULL ORDER BY since LIMIT 1)
      FROM (
        SELECT 'postgres-' || system_identifier || '-' || d.oid, (now_at - '0/0')::bigint,
          (now_at - confirmed_flush_lsn)::bigint, (now_at - restart_lsn)::bigint,
          safe_wal_size, age(catalog_xmin)::bigint
        FROM feed f JOIN pg_replication_slots ON slot_name = f.slot,
          pg_database d, pg_control_system(), pg_current_wal_flush_lsn() AS now_at
        WHERE f.name = ? AND d.datname = current_database() AND restart_lsn IS NOT NULL
      ) AS s
      """;

  private SlotBacklog() {}

  static Optional<FeedBacklog> read(Connection connection, FeedName feed) throws SQLException {
    return PostgresSessions.query(
            connection, READ, statement -> statement.setBytes(1, feed.bytes()), SlotBacklog::of)
        .stream()
        .findFirst();
  }

  private static FeedBacklog of(ResultSet row) throws SQLException {
    long unconfirmed = Math.max(0, row.getLong(3));
    long kept = Math.max(unconfirmed, row.getLong(4));
    long room = row.getLong(5);
    OptionalLong limit = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(kept + room);
    boolean confirmed = kept - unconfirmed > unconfirmed;
    return new FeedBacklog(
        Lsn.position(row.getString(1), row.getLong(2)),
        unconfirmed,
        kept,
        limit,
        row.getLong(6),
        confirmed ? Optional.ofNullable(row.getString(7)) : Optional.empty());
  }
}
