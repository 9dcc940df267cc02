package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.document.DocumentFind;
import io.patternsdk.core.document.Documents;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresDocumentTest {
  private static final int MANY = 50_000;
  private static final int GROUPS = 1_000;

  @Test
  void aSelectiveFilterReadsFewOfManyDocuments() throws SQLException {
    try (PostgresServer server = PostgresServer.start();
        Backend backend = Backends.open(Backends.options(server.uri(), Map.of("pool_size", 1)))) {
      fill(backend);
      execute(backend, "ANALYZE kv");
      Documents documents = Documents.of(backend.capabilities(), "", List.of("group"));
      for (Filter filter :
          List.of(
              Filters.eq("group", "g7"),
              Filters.and(Filters.eq("group", "g7"), Filters.gte("n", 0)),
              Filters.in("in.n", 7, 8))) {
        long before = rowsRead(backend);
        int found = documents.find(DocumentFind.all(filter)).documents().size();
        assertThat(found).as("%s", filter).isBetween(MANY / GROUPS, 2 * MANY / GROUPS);
        assertThat(rowsRead(backend) - before).as("rows read for %s", filter).isLessThan(1_000);
      }
    }
  }

  private static void fill(Backend backend) {
    for (int from = 0; from < MANY; from += 5_000) {
      Map<String, byte[]> some = new HashMap<>();
      for (int i = from; i < from + 5_000; i++) {
        String text = "{\"n\":%d,\"group\":\"g%d\",\"in\":{\"n\":%d}}";
        some.put("k" + i, bytes(text.formatted(i, i % GROUPS, i % GROUPS)));
      }
      backend.require(KEYVALUE_BATCH).setAll(some);
    }
  }

  /** What the one session of the pool has read of rows until now. */
  private static long rowsRead(Backend backend) throws SQLException {
    execute(backend, "SELECT pg_stat_force_next_flush()");
    try (Connection connection = backend.unwrap(HikariPool.class).orElseThrow().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables"
                    + " WHERE relname = 'kv'")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static void execute(Backend backend, String sql) throws SQLException {
    try (Connection connection = backend.unwrap(HikariPool.class).orElseThrow().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void whatJsonbDoesNotHoldIsFoundAllTheSame() {
    try (Backend backend = Backends.open(PostgresServer.shared().uri())) {
      String zero = "{\"a\":1,\"s\":\"\\u0000\"}";
      String huge = "{\"a\":1,\"n\":1e999999999}";
      String tiny = "{\"a\":1,\"n\":1e-999999999}";
      Map<String, String> stored =
          Map.of("zero", zero, "huge", huge, "tiny", tiny, "other", "{\"a\":2,\"n\":5}");
      stored.forEach((key, text) -> backend.require(KEYVALUE_BASIC).set(key, bytes(text)));
      assertThat(keys(backend, Filters.eq("a", 1), Order.BY_KEY))
          .containsExactly("huge", "tiny", "zero");
      assertThat(keys(backend, Filters.gt("n", 5), Order.BY_KEY)).containsExactly("huge");
      assertThat(keys(backend, Filters.eq("s", "\0"), Order.BY_KEY)).containsExactly("zero");
      assertThat(keys(backend, Filters.all(), Order.byDescending(JsonPath.of("n"))))
          .containsExactly("huge", "other", "tiny", "zero");
      assertThat(backend.require(KEYVALUE_BASIC).get("huge")).hasValue(bytes(huge));
    }
  }

  @Test
  void whatJsonbCannotCompareIsLeftToTheCore() {
    Filter filter =
        Filters.and(Filters.eq("a", 1), Filters.eq("b", JsonString.of("\0")), Filters.lt("c", 2));
    var division = PostgresFilter.divide(filter);
    assertThat(division.evaluated()).isEqualTo(Filters.and(Filters.eq("a", 1), Filters.lt("c", 2)));
    assertThat(division.residual()).isEqualTo(Filters.eq("b", JsonString.of("\0")));
    assertThat(PostgresFilter.divide(Filters.gt("n", JsonNumber.of("1e99999"))).isComplete())
        .isFalse();
  }

  @Test
  void aPathLeadsThroughObjectsOnly() {
    try (Backend backend = Backends.open(PostgresServer.shared().uri())) {
      backend.require(KEYVALUE_BASIC).set("array", bytes("{\"a\":[5,6]}"));
      backend.require(KEYVALUE_BASIC).set("object", bytes("{\"a\":{\"0\":5}}"));
      assertThat(keys(backend, Filters.eq("a.0", 5), Order.BY_KEY)).containsExactly("object");
      assertThat(keys(backend, Filters.exists("a.1"), Order.BY_KEY)).isEmpty();
    }
  }

  private static List<String> keys(Backend backend, Filter filter, Order order) {
    DocumentRequest request = new DocumentRequest("", filter, order, Optional.empty(), 2);
    DocumentWalk walk = backend.require(DOCUMENT_QUERY).find(request);
    return walk.entries().toList().stream()
        .filter(entry -> walk.residual().matches(JsonObject.parse(entry.value())))
        .map(Entry::key)
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
