package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.stored;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Records as rows, each merged by one statement while the row is locked. */
final class PostgresKeyValueMerge implements KeyValueMerge {
  private static final String NUMBER = "(fields -> '~%s' ->> 1)::bigint";
  private static final String LISTED =
      "fields -> '~created' IS NOT NULL AND fields -> '~ended' IS NULL";

  /**
   * Creates what keeps them. A field is its stamp and what it holds, null where it was removed;
   * times are milliseconds since 1970.
   */
  static final String TABLE =
      """
      CREATE TABLE record (
        key bytea PRIMARY KEY,
        fields jsonb NOT NULL,
        revision bigint NOT NULL,
        merged bigint NOT NULL,
        horizon bigint NOT NULL,
        listed boolean GENERATED ALWAYS AS (%1$s) STORED,
        grouped text COLLATE "C" GENERATED ALWAYS AS (fields -> '~group' ->> 1) STORED,
        expiry bigint GENERATED ALWAYS AS (least(
          CASE WHEN %2$s >= 0 AND %3$s >= 0 THEN %2$s + %3$s END,
          CASE WHEN %4$s >= 0 THEN %4$s END)) STORED)
      """
          .formatted(
              LISTED,
              NUMBER.formatted("accessed"),
              NUMBER.formatted("idle"),
              NUMBER.formatted("ends"));

  /** Until when a row is kept; null for ever. */
  private static final String KEPT =
      "(CASE WHEN NOT listed THEN merged + horizon"
          + " WHEN expiry IS NOT NULL THEN greatest(merged, expiry) + horizon END)";

  static final String GROUP_INDEX =
      "CREATE INDEX record_group ON record (grouped, key) WHERE listed AND grouped IS NOT NULL";
  static final String EXPIRY_INDEX =
      "CREATE INDEX record_expiry ON record (expiry) WHERE listed AND expiry IS NOT NULL";
  static final String KEPT_INDEX = "CREATE INDEX record_kept ON record (" + KEPT + ")";

  /** Deletes some of what was kept long enough. */
  static final String SWEEP =
      """
      DELETE FROM record WHERE key IN (
        SELECT key FROM record WHERE %1$s <= %2$s ORDER BY %1$s LIMIT 1000 FOR UPDATE SKIP LOCKED)
      """
          .formatted(KEPT, "(extract(epoch FROM now()) * 1000)::bigint");

  private static final String NOW = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
  private static final String THERE = "(" + KEPT + " IS NULL OR " + KEPT + " > " + NOW + ")";
  private static final String UNEXPIRED = "listed AND (expiry IS NULL OR expiry > " + NOW + ")";

  /** What a patch leaves of the fields of a row. */
  private static String merging(String patch) {
    return """
    r.fields || coalesce((
      SELECT jsonb_object_agg(n.key, n.value) FROM jsonb_each(%1$s) AS n
      WHERE r.fields -> n.key IS NULL
        OR (n.value ->> 0) COLLATE "C" > (r.fields -> n.key ->> 0)), '{}')
    """
        .formatted(patch);
  }

  /** What a row that was refused is, unless it is beyond its time; as of the statement's start. */
  private static final String ANSWER =
      """
      SELECT true, fields::text, revision, %1$s FROM done UNION ALL
      SELECT false, fields::text, revision, %1$s FROM record
      WHERE key = ? AND NOT EXISTS (SELECT FROM done) AND %2$s
      """
          .formatted(NOW, THERE);

  /** Also where nothing is; a row beyond its time is begun anew. */
  private static final String PUT =
      """
      WITH done AS (
        INSERT INTO record AS r (key, fields, revision, merged, horizon)
        VALUES (?, ?::jsonb, 1, %1$s, ?)
        ON CONFLICT (key) DO UPDATE SET
          fields = CASE WHEN %2$s THEN %3$s ELSE excluded.fields END,
          revision = CASE WHEN %2$s THEN r.revision + 1 ELSE 1 END,
          merged = %1$s, horizon = excluded.horizon
        WHERE ? OR NOT %2$s
        RETURNING fields, revision)
      """
              .formatted(NOW, there("r"), merging("excluded.fields"))
          + ANSWER;

  private static String there(String alias) {
    return THERE
        .replace("listed", alias + ".listed")
        .replace("expiry", alias + ".expiry")
        .replace("merged", alias + ".merged")
        .replace("horizon", alias + ".horizon");
  }

  private static String change(String condition) {
    return """
    WITH done AS (
      UPDATE record AS r
      SET fields = %1$s, revision = r.revision + 1, merged = %2$s, horizon = patch.horizon
      FROM (SELECT ?::bytea, ?::jsonb, ?::bigint, ?::bigint)
        AS patch (key, fields, horizon, operand)
      WHERE r.key = patch.key AND %3$s AND %4$s
      RETURNING r.fields, r.revision)
    """
            .formatted(merging("patch.fields"), NOW, there("r"), condition)
        + ANSWER;
  }

  private static final String IF_ALIVE = change(UNEXPIRED);
  private static final String IF_EXPIRED = change("listed AND expiry <= " + NOW);
  private static final String IF_UNCHANGED = change(UNEXPIRED + " AND r.revision = patch.operand");
  private static final String IF_ACCESSED_BY =
      change(
          UNEXPIRED
              + " AND coalesce((r.fields -> '~accessed' ->> 1)::bigint, -1) <= patch.operand");

  /** Values are Base64 but for those of fields that the server reads. */
  private static final String BYTES =
      """
      (SELECT coalesce(sum(CASE WHEN left(n.key, 1) = '~' THEN octet_length(n.value ->> 1)
        ELSE octet_length(rtrim(n.value ->> 1, '=')) * 3 / 4 END), 0)
      FROM jsonb_each(r.fields || patch.fields) AS n)
      """;

  private static final String IF_ALIVE_WITHIN =
      change(UNEXPIRED + " AND " + BYTES + " <= patch.operand");
  private static final String READ =
      "SELECT true, fields::text, revision, " + NOW + " FROM record WHERE key = ? AND " + THERE;
  private static final String ITEM = "SELECT key, fields::text, revision, " + NOW + " FROM record";
  private static final String RANGE = " AND key >= ? AND key < ?";
  private static final String LIST =
      ITEM + " WHERE " + UNEXPIRED + RANGE + " AND key > ? ORDER BY key LIMIT ?";
  private static final String LIST_GROUP =
      ITEM + " WHERE " + UNEXPIRED + RANGE + " AND key > ? AND grouped = ? ORDER BY key LIMIT ?";
  private static final String COUNT = "SELECT count(*) FROM record WHERE " + UNEXPIRED + RANGE;
  private static final String COUNT_GROUP = COUNT + " AND grouped = ?";
  private static final String LIST_EXPIRED =
      ITEM
          + " WHERE listed AND expiry <= "
          + NOW
          + " AND "
          + THERE
          + RANGE
          + " ORDER BY expiry LIMIT ?";

  private final PostgresConnections postgres;

  PostgresKeyValueMerge(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  private record Answer(boolean applied, StoredRecord record) {
    static Answer of(ResultSet row) throws SQLException {
      return new Answer(
          row.getBoolean(1), PostgresRecord.read(row.getString(2), row.getLong(3), row.getLong(4)));
    }
  }

  @Override
  public Merged merge(String key, Patch patch) {
    List<Answer> answers =
        switch (patch.condition().kind()) {
          case ALWAYS -> put(key, patch, true);
          case ABSENT -> put(key, patch, false);
          case ALIVE -> change(IF_ALIVE, key, patch);
          case EXPIRED -> change(IF_EXPIRED, key, patch);
          case UNCHANGED -> change(IF_UNCHANGED, key, patch);
          case ACCESSED_BY -> change(IF_ACCESSED_BY, key, patch);
          case ALIVE_WITHIN -> change(IF_ALIVE_WITHIN, key, patch);
        };
    Optional<Answer> answer = answers.stream().findFirst();
    return answer.filter(Answer::applied).isPresent()
        ? Merged.applied(patch, answer.get().record())
        : Merged.refused(answer.map(Answer::record));
  }

  private List<Answer> put(String key, Patch patch, boolean always) {
    return postgres.query(
        PUT,
        statement -> {
          statement.setBytes(1, stored(key));
          statement.setString(2, PostgresRecord.write(patch.fields()));
          statement.setLong(3, patch.horizon().toMillis());
          statement.setBoolean(4, always);
          statement.setBytes(5, stored(key));
        },
        Answer::of);
  }

  private List<Answer> change(String sql, String key, Patch patch) {
    return postgres.query(
        sql,
        statement -> {
          statement.setBytes(1, stored(key));
          statement.setString(2, PostgresRecord.write(patch.fields()));
          statement.setLong(3, patch.horizon().toMillis());
          statement.setLong(4, patch.condition().operand());
          statement.setBytes(5, stored(key));
        },
        Answer::of);
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return postgres
        .query(READ, statement -> statement.setBytes(1, stored(key)), Answer::of)
        .stream()
        .map(Answer::record)
        .findFirst();
  }

  @Override
  public RecordPage list(RecordQuery query) {
    boolean alive = query.state() == State.ALIVE;
    String sql = !alive ? LIST_EXPIRED : query.group().isPresent() ? LIST_GROUP : LIST;
    List<RecordPage.Item> found =
        postgres.query(
            sql,
            statement -> bind(statement, query),
            row ->
                new RecordPage.Item(
                    PostgresKeyValue.key(row.getBytes(1)),
                    PostgresRecord.read(row.getString(2), row.getLong(3), row.getLong(4))));
    boolean more = found.size() > query.limit();
    List<RecordPage.Item> page = more ? found.subList(0, query.limit()) : found;
    return new RecordPage(
        page, more && alive ? Optional.of(page.getLast().key()) : Optional.empty());
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    List<Long> counted =
        postgres.query(
            group.isPresent() ? COUNT_GROUP : COUNT,
            statement -> {
              statement.setBytes(1, stored(prefix));
              statement.setBytes(2, KeysetWalk.end(prefix));
              if (group.isPresent()) {
                statement.setString(3, group.get());
              }
            },
            row -> row.getLong(1));
    return counted.getFirst();
  }

  private static void bind(PreparedStatement statement, RecordQuery query) throws SQLException {
    statement.setBytes(1, stored(query.prefix()));
    statement.setBytes(2, KeysetWalk.end(query.prefix()));
    int at = 3;
    if (query.state() == State.ALIVE) {
      statement.setBytes(at++, stored(query.after().orElse("")));
      if (query.group().isPresent()) {
        statement.setString(at++, query.group().get());
      }
    }
    statement.setInt(at, query.limit() + 1);
  }
}
