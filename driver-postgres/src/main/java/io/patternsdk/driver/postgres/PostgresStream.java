package io.patternsdk.driver.postgres;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import io.patternsdk.core.stream.coordination.StreamTrimmer;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Streams, each partition a row that knows its ends, and rows of records without gaps between them.
 * Positions are given under the lock of the partition's row, which is kept until they can be seen:
 * so whoever sees one sees all before it, whatever else is open on the server.
 */
final class PostgresStream implements MessageStream, StreamReplay, StreamTrimmer {
  /** Where a partition begins and ends; each append writes it anew, within its page. */
  static final String PARTITIONS =
      """
      CREATE TABLE stream_partition (
        id bigint GENERATED ALWAYS AS IDENTITY,
        stream bytea NOT NULL,
        partition int NOT NULL,
        first bigint NOT NULL DEFAULT 1,
        next bigint NOT NULL DEFAULT 1,
        time bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (stream, partition))
      WITH (fillfactor = 20, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0)
      """;

  static final String RECORDS =
      """
      CREATE TABLE stream_record (
        partition bigint NOT NULL,
        position bigint NOT NULL,
        time bigint NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (partition, position))
      WITH (
        autovacuum_vacuum_scale_factor = 0.02,
        autovacuum_vacuum_cost_delay = 0,
        toast.autovacuum_vacuum_scale_factor = 0.02,
        toast.autovacuum_vacuum_cost_delay = 0)
      """;

  /** Moves the end of a partition on, which it makes if need be, and locks it until all is seen. */
  private static final String HEAD =
      """
      WITH head AS (
        INSERT INTO stream_partition AS p (stream, partition, next, time)
        VALUES (?, ?, 1 + %s, floor(extract(epoch FROM clock_timestamp()) * 1000))
        ON CONFLICT (stream, partition) DO UPDATE
        SET next = p.next + excluded.next - 1, time = greatest(p.time, excluded.time)
        RETURNING id, next - %<s AS first, time)
      """;

  private static final String APPEND =
      HEAD.formatted("1")
          + """
          INSERT INTO stream_record (partition, position, time, body)
          SELECT id, first, time, ? FROM head RETURNING position
          """;
  private static final String APPEND_ALL =
      HEAD.formatted("?::int")
          + """
          , added AS (
            INSERT INTO stream_record (partition, position, time, body)
            SELECT id, first + turn - 1, time, body
            FROM head, unnest(?) WITH ORDINALITY AS new (body, turn))
          SELECT first FROM head
          """;
  private static final String HEADS =
      "SELECT partition, first, next FROM stream_partition WHERE stream = ?";

  /** Up to so many records of each partition, so many in all, and few where they are large. */
  private static final String READ =
      """
      SELECT partition, position, time, body FROM (
        SELECT turn, place.partition, position, record.time, body,
          sum(octet_length(body)) OVER (
            ORDER BY turn, position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM unnest(?, ?) WITH ORDINALITY AS place (partition, after, turn)
        JOIN stream_partition head ON head.stream = ? AND head.partition = place.partition,
        LATERAL (
          SELECT position, time, body FROM stream_record r
          WHERE r.partition = head.id AND position > greatest(place.after, head.first - 1)
          ORDER BY position LIMIT ?) AS record
        ORDER BY turn, position LIMIT ?) AS page
      WHERE before IS NULL OR before < %d ORDER BY turn, position
      """
          .formatted(KeysetWalk.PAGE_BYTES);

  /** The first position of each partition whose time is not before the given one: by halves. */
  private static final String SINCE =
      """
      WITH RECURSIVE half (partition, id, low, high) AS (
        SELECT partition, id, first, next FROM stream_partition
        WHERE stream = ? AND partition = ANY (?)
        UNION ALL
        SELECT half.partition, id,
          CASE WHEN time < ? THEN position + 1 ELSE low END,
          CASE WHEN time < ? THEN high ELSE position END
        FROM half JOIN stream_record r
        ON r.partition = half.id AND position = (low + high) / 2 AND low < high)
      SELECT partition, low FROM half WHERE low = high
      """;

  /** Removes some before a position, and says so where the partition begins. */
  private static final String TRIM =
      """
      WITH head AS (
        UPDATE stream_partition SET first = least(?, next, first + %d)
        WHERE stream = ? AND partition = ? AND first < least(?, next) RETURNING id, first)
      DELETE FROM stream_record r USING head
      WHERE r.partition = head.id AND position >= head.first - %<d AND position < head.first
      """
          .formatted(1_000);

  private static final String TIME =
      "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  private final PostgresConnections postgres;
  private final PostgresArrivals arrivals;
  private final StreamCatalog catalog;
  private final Envelope envelope;
  private Consumer<String> afterwards = stream -> {};

  PostgresStream(
      PostgresConnections postgres,
      PostgresArrivals arrivals,
      StreamCatalog catalog,
      Envelope envelope) {
    this.postgres = postgres;
    this.arrivals = arrivals;
    this.catalog = catalog;
    this.envelope = envelope;
  }

  /** Sets who learns of each stream that was appended to; before the first append. */
  void afterwards(Consumer<String> appended) {
    afterwards = appended;
  }

  private static byte[] stored(String stream) {
    return PostgresKeyValue.stored(stream);
  }

  @Override
  public int partitions(String stream) {
    return catalog.partitions(stream);
  }

  @Override
  public Offset append(String stream, Message message) {
    byte[] body = envelope.encode(message);
    int partition = Partitioner.partition(message, partitions(stream));
    long position =
        postgres
            .query(
                APPEND,
                statement -> {
                  statement.setBytes(1, stored(stream));
                  statement.setInt(2, partition);
                  statement.setBytes(3, body);
                },
                row -> row.getLong(1))
            .getFirst();
    arrivals.tell(stream, partition);
    afterwards.accept(stream);
    return new Offset(partition, position);
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    int partitions = partitions(stream);
    PostgresAppends appends = new PostgresAppends(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      appends.add(i, Partitioner.partition(message, partitions), envelope.encode(message));
    }
    Deadline deadline = postgres.calls().begin();
    AppendResult result =
        deadline.run(() -> appends.run((partition, bodies) -> append(stream, partition, bodies)));
    afterwards.accept(stream);
    return result;
  }

  /** Appends some to a partition, all or none; returns where the first is. */
  private long append(String stream, int partition, byte[][] bodies) {
    long first =
        postgres
            .query(
                APPEND_ALL,
                statement -> {
                  statement.setBytes(1, stored(stream));
                  statement.setInt(2, partition);
                  statement.setInt(3, bodies.length);
                  statement.setInt(4, bodies.length);
                  statement.setArray(5, statement.getConnection().createArrayOf("bytea", bodies));
                },
                row -> row.getLong(1))
            .getFirst();
    arrivals.tell(stream, partition);
    return first;
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    Collection<Integer> partitions = from.of(partitions(stream));
    boolean toAsk = from.isLatest() && partitions.stream().anyMatch(p -> from.offset(p).isEmpty());
    Map<Integer, Head> heads = toAsk ? heads(stream) : Map.of();
    Map<Integer, Long> places = new TreeMap<>();
    for (int partition : partitions) {
      places.put(partition, place(from, partition, heads.getOrDefault(partition, Head.EMPTY)));
    }
    return new PostgresReader(this, arrivals, stream, places);
  }

  /** The position after which a partition is read. */
  private static long place(ReadFrom from, int partition, Head head) {
    long otherwise = from.isLatest() ? head.last() : 0;
    return from.offset(partition).map(Offset::position).orElse(otherwise);
  }

  /** The next records after a place in each partition, as many of each at most, and in all. */
  List<StreamRecord> records(
      String stream, List<Integer> turns, Map<Integer, Long> places, int each, int max) {
    Object[] after = turns.stream().map(places::get).toArray();
    return postgres.query(
        READ,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(1, connection.createArrayOf("int", turns.toArray()));
          statement.setArray(2, connection.createArrayOf("bigint", after));
          statement.setBytes(3, stored(stream));
          statement.setInt(4, each);
          statement.setInt(5, max);
        },
        row ->
            new StreamRecord(
                new Offset(row.getInt(1), row.getLong(2)),
                Instant.ofEpochMilli(row.getLong(3)),
                envelope.decode(row.getBytes(4))));
  }

  /** The positions of the oldest record and of the next one. */
  private record Head(long first, long next) {
    static final Head EMPTY = new Head(1, 1);

    long last() {
      return next - 1;
    }

    long countAfter(long position) {
      return Math.max(0, last() - Math.max(position, first - 1));
    }
  }

  private Map<Integer, Head> heads(String stream) {
    Map<Integer, Head> heads = new TreeMap<>();
    var unused =
        postgres.query(
            HEADS,
            statement -> statement.setBytes(1, stored(stream)),
            row -> heads.put(row.getInt(1), new Head(row.getLong(2), row.getLong(3))) == null);
    return heads;
  }

  @Override
  public long count(String stream, ReadFrom from) {
    Collection<Integer> partitions = from.of(partitions(stream));
    Map<Integer, Head> heads = heads(stream);
    return partitions.stream()
        .mapToLong(
            partition -> {
              Head head = heads.getOrDefault(partition, Head.EMPTY);
              return head.countAfter(place(from, partition, head));
            })
        .sum();
  }

  @Override
  public ReadFrom at(String stream, Instant time) {
    Collection<Integer> all = ReadFrom.earliest().of(partitions(stream));
    Map<Integer, Long> since = since(stream, all, time.toEpochMilli());
    return ReadFrom.after(
        all.stream()
            .map(partition -> new Offset(partition, since.getOrDefault(partition, 1L) - 1))
            .toList());
  }

  @Override
  public ReadFrom end(String stream) {
    Collection<Integer> all = ReadFrom.earliest().of(partitions(stream));
    Map<Integer, Head> heads = heads(stream);
    return ReadFrom.after(
        all.stream()
            .map(each -> new Offset(each, heads.getOrDefault(each, Head.EMPTY).last()))
            .toList());
  }

  private Map<Integer, Long> since(String stream, Collection<Integer> partitions, long time) {
    Map<Integer, Long> since = new TreeMap<>();
    var unused =
        postgres.query(
            SINCE,
            statement -> {
              statement.setBytes(1, stored(stream));
              statement.setArray(
                  2, statement.getConnection().createArrayOf("int", partitions.toArray()));
              statement.setLong(3, time);
              statement.setLong(4, time);
            },
            row -> since.put(row.getInt(1), row.getLong(2)) == null);
    return since;
  }

  @Override
  public long trim(String stream, int partition, Retention bounds, long floor) {
    long next = heads(stream).getOrDefault(partition, Head.EMPTY).next();
    long newest = next - Math.min(next, bounds.maxRecords().orElse(next));
    long young = bounds.maxAge().map(age -> youngerThan(age, stream, partition)).orElse(0L);
    long keep = Math.min(floor, Math.max(newest, young));
    long removed = 0;
    int some;
    do {
      some =
          postgres.update(
              TRIM,
              statement -> {
                statement.setLong(1, keep);
                statement.setBytes(2, stored(stream));
                statement.setInt(3, partition);
                statement.setLong(4, keep);
              });
      removed += some;
    } while (some > 0);
    return removed;
  }

  private long youngerThan(Duration age, String stream, int partition) {
    long now = postgres.query(TIME, statement -> {}, row -> row.getLong(1)).getFirst();
    return age.compareTo(Duration.ofMillis(now)) < 0
        ? since(stream, List.of(partition), now - age.plusNanos(999_999).toMillis())
            .getOrDefault(partition, 0L)
        : 0;
  }
}
