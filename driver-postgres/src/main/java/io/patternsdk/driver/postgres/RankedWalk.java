package io.patternsdk.driver.postgres;

import static io.patternsdk.driver.postgres.PostgresKeyValue.ALIVE;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonReader;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the order of a field. JSONB has another order, so the keys that match come with the
 * field alone, of which the first ten thousand are kept in order; their values are read page by
 * page, as they are then. Where more are asked for, the keys are read again, from there on.
 */
final class RankedWalk implements Scan<Entry> {
  private static final int KEPT = 10_000;
  private static final int FETCHED = 1_000;
  private static final int LARGEST_PAGE = 1_000;

  /** JSONB writes numbers out that came with an exponent. */
  private static final JsonReader READER =
      new JsonReader(
          JsonLimits.DEFAULT
              .withBytes(Integer.MAX_VALUE)
              .withNumberLength(Integer.MAX_VALUE)
              .withDepth(JsonLimits.MAX_DEPTH));

  private final PostgresConnections postgres;
  private final DocumentRequest request;
  private final Filter filter;
  private final JsonPath field;
  private final Comparator<Position> order;
  private final Set<String> seen = new HashSet<>();
  private final ArrayDeque<Place> places = new ArrayDeque<>();
  private Optional<Position> after;
  private boolean ended;

  RankedWalk(PostgresConnections postgres, DocumentRequest request, Filter filter) {
    this.postgres = postgres;
    this.request = request;
    this.filter = filter;
    this.field = request.order().field().orElseThrow();
    this.after = request.after();
    JsonOrder values = request.order().descending() ? JsonOrder.DESCENDING : JsonOrder.ASCENDING;
    Comparator<Position> byValue =
        (a, b) -> values.compare(a.value().orElse(null), b.value().orElse(null));
    this.order = byValue.thenComparing(Position::key, CodePointOrder.ASCENDING);
  }

  /** Where a document stands, and how large it was then. */
  private record Place(Position position, long bytes) {}

  @Override
  public List<Entry> nextPage() {
    while (true) {
      if (places.isEmpty()) {
        if (ended) {
          return List.of();
        }
        load();
      }
      List<Entry> page = places.isEmpty() ? List.of() : read();
      if (!page.isEmpty()) {
        return page;
      }
    }
  }

  private void load() {
    PostgresFilter condition = new PostgresFilter(filter);
    String range = "FROM kv WHERE key >= ? AND key < ? AND " + ALIVE;
    String sql =
        """
        SELECT key, octet_length(value), %s::text, NULL::bytea %s AND doc IS NOT NULL AND %s
        UNION ALL
        SELECT key, octet_length(value), NULL, value %s AND doc IS NULL
        """
            .formatted(PostgresFilter.field(field), range, condition.sql(), range);
    byte[] from = PostgresKeyValue.stored(request.prefix());
    byte[] end = KeysetWalk.end(request.prefix());
    PriorityQueue<Place> first = new PriorityQueue<>(byPlace().reversed());
    postgres.transaction(
        connection -> {
          try (PreparedStatement statement = PostgresDocumentQuery.planned(connection, sql)) {
            statement.setFetchSize(FETCHED);
            int next = PostgresFilter.bind(field.names(), statement, 1);
            statement.setBytes(next, from);
            statement.setBytes(next + 1, end);
            next = condition.bind(statement, next + 2);
            statement.setBytes(next, from);
            statement.setBytes(next + 1, end);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                offer(place(row), first);
              }
            }
            return true;
          }
        });
    ended = first.size() < KEPT;
    List<Place> sorted = new ArrayList<>(first);
    sorted.sort(byPlace());
    for (Place place : sorted) {
      if (seen.add(place.position.key())) {
        places.add(place);
      }
    }
    after = sorted.isEmpty() ? after : Optional.of(sorted.getLast().position);
  }

  private Comparator<Place> byPlace() {
    return Comparator.comparing(Place::position, order);
  }

  private @Nullable Place place(ResultSet row) throws SQLException {
    String key = PostgresKeyValue.key(row.getBytes(1));
    String value = row.getString(3);
    byte[] opaque = row.getBytes(4);
    Optional<JsonValue> ranked = Optional.ofNullable(value).map(READER::read);
    if (opaque != null) {
      JsonObject document = PostgresJson.read(opaque);
      if (document != null && !filter.matches(document)) {
        return null;
      }
      ranked = document == null ? Optional.empty() : field.in(document);
    }
    return new Place(new Position(ranked, key), row.getLong(2));
  }

  private void offer(@Nullable Place place, PriorityQueue<Place> first) {
    boolean wanted =
        place != null && after.stream().allMatch(a -> order.compare(place.position, a) > 0);
    if (wanted) {
      first.add(place);
      if (first.size() > KEPT) {
        first.remove();
      }
    }
  }

  /** Reads the next values; what is gone or matches no more is left out. */
  private List<Entry> read() {
    int size = Math.clamp(request.pageSize(), 1, LARGEST_PAGE);
    List<String> keys = new ArrayList<>();
    long bytes = 0;
    while (!places.isEmpty() && keys.size() < size && bytes < KeysetWalk.PAGE_BYTES) {
      Place place = places.remove();
      keys.add(place.position.key());
      bytes += place.bytes;
    }
    PostgresFilter condition = new PostgresFilter(filter);
    String sql =
        "SELECT key, value, doc IS NULL FROM kv WHERE key = ANY (?) AND "
            + ALIVE
            + " AND (doc IS NULL OR "
            + condition.sql()
            + ")";
    byte[][] stored = keys.stream().map(PostgresKeyValue::stored).toArray(byte[][]::new);
    Map<String, Entry> found = new HashMap<>();
    var unused =
        postgres.query(
            sql,
            statement -> {
              statement.setArray(1, statement.getConnection().createArrayOf("bytea", stored));
              var unusedToo = condition.bind(statement, 2);
            },
            row -> {
              Entry entry = PostgresKeyValue.entry(row);
              if (!row.getBoolean(3) || PostgresDocumentQuery.matches(entry.value(), filter)) {
                found.put(entry.key(), entry);
              }
              return true;
            });
    List<Entry> page = new ArrayList<>();
    for (String key : keys) {
      Entry entry = found.get(key);
      if (entry != null) {
        page.add(entry);
      }
    }
    return page;
  }

  @Override
  public void close() {
    ended = true;
    places.clear();
    seen.clear();
  }
}
