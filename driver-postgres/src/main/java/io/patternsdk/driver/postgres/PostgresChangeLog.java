package io.patternsdk.driver.postgres;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.driver.postgres.connections.PostgresConfig.Tables;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Which keys have changed, written by a trigger from the first watch on: so releases that know
 * nothing of it and other programs take part, and who does not watch pays nothing. Thread-safe.
 */
final class PostgresChangeLog {
  static final String LOG = "kv_change";
  static final String WATCH = "kv_watch";

  static final String TABLE =
      """
      CREATE TABLE kv_change (
        id bigint GENERATED ALWAYS AS IDENTITY,
        xid xid8 NOT NULL,
        key bytea NOT NULL,
        gone smallint NOT NULL,
        at timestamptz NOT NULL)
      """;
  static final String INDEX = "CREATE INDEX kv_change_xid ON kv_change (xid)";
  static final String AGE_INDEX = "CREATE INDEX kv_change_at ON kv_change USING brin (at)";
  static final String STATE =
      """
      CREATE TABLE kv_watch (
        id uuid NOT NULL,
        forgotten xid8 NOT NULL,
        horizon xid8 NOT NULL,
        pruned timestamptz NOT NULL)
      """;
  static final String FIRST_STATE =
      "INSERT INTO kv_watch VALUES (gen_random_uuid(), '0', '0', now())";

  /**
   * Deletes what is older than ten minutes, at most every half a minute. Nothing goes that was not
   * visible to everybody half a minute ago: who looks more often never misses anything, however
   * long a transaction is open anywhere.
   */
  static final String PRUNE =
      """
      WITH mark AS (
        SELECT horizon FROM kv_watch WHERE pruned < now() - interval '30 seconds' FOR UPDATE),
      gone AS (
        DELETE FROM kv_change USING mark
        WHERE xid < mark.horizon AND at < now() - interval '10 minutes' RETURNING xid)
      UPDATE kv_watch SET
        forgotten = greatest(
          forgotten, coalesce((SELECT xid FROM gone ORDER BY xid DESC LIMIT 1), forgotten)),
        horizon = pg_snapshot_xmin(pg_current_snapshot()), pruned = now()
      FROM mark
      """;

  private static final String THERE =
      "SELECT FROM pg_trigger WHERE tgname = 'kv_changed' AND tgrelid = 'kv'::regclass";

  /** Any number that other programs do not use for an advisory lock of their own. */
  private static final long LOCK = 0x5061_7474_6572_6e57L;

  /** Runs as the owner of the tables: who may write values need not know of this. */
  private static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION "%1$s".kv_changed() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          INSERT INTO "%1$s".kv_change (xid, key, gone, at) VALUES (
            pg_catalog.pg_current_xact_id(), OLD.key,
            CASE WHEN OLD.expires <= pg_catalog.clock_timestamp() THEN 2 ELSE 1 END,
            pg_catalog.clock_timestamp());
        ELSE
          INSERT INTO "%1$s".kv_change (xid, key, gone, at) VALUES (
            pg_catalog.pg_current_xact_id(), NEW.key, 0, pg_catalog.clock_timestamp());
        END IF;
        RETURN NULL;
      END $$
      """;

  private static final String TRIGGER =
      """
      CREATE TRIGGER kv_changed AFTER INSERT OR UPDATE OR DELETE ON "%1$s".kv
      FOR EACH ROW EXECUTE FUNCTION "%1$s".kv_changed()
      """;

  /** What was before the trigger is in no log, so nobody goes on from there. */
  private static final String BEGUN_ANEW = "UPDATE \"%1$s\".kv_watch SET id = gen_random_uuid()";

  private final PostgresConnections postgres;
  private volatile boolean kept;

  PostgresChangeLog(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  /** Returns once every later change will be in the log. */
  void keep() {
    if (!kept) {
      if (postgres.query(THERE, statement -> {}, row -> true).isEmpty()) {
        begin();
      }
      kept = true;
    }
  }

  private void begin() {
    if (postgres.config().tables() == Tables.REQUIRE) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          "schema "
              + postgres.config().schema()
              + " has no trigger that keeps changes, and `tables: require` lets the driver make"
              + " none; watch once with `tables: create`");
    }
    boolean unused = postgres.transaction(this::begin);
  }

  private boolean begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      if (PostgresConnections.query(connection, THERE, none -> {}, row -> true).isEmpty()) {
        for (String change : List.of(FUNCTION, TRIGGER, BEGUN_ANEW)) {
          statement.execute(change.formatted(postgres.config().schema()));
        }
      }
    }
    return true;
  }
}
