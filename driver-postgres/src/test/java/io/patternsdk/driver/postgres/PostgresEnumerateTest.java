package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a selective filter reads, as the server counts it. The system property {@code
 * patternsdk.identities} says among how many.
 */
class PostgresEnumerateTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int IDENTITIES = Integer.getInteger("patternsdk.identities", 20_000);
  private static final int SELECTED = 10;
  private static final int BATCH = 1_000;

  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(PostgresProfile.plain().option("autovacuum", "off"));

  private final BackendOptions options =
      Backends.options(SERVER.uri(), Map.of("client_name", "counted", "pool_size", 1))
          .operationTimeout(Duration.ofMinutes(2));

  @Test
  void aSelectiveFilterReadsWhatItSelects(TestReporter reporter) {
    try (Backend backend = Backends.open(options)) {
      fill(backend.require(KEYVALUE_BATCH));
    }
    try (Sql sql = Sql.beside(SERVER)) {
      ended(sql);
    }
    try (Sql sql = Sql.on(SERVER)) {
      sql.ask("VACUUM ANALYZE kv");
      sql.ask("SELECT pg_stat_force_next_flush()"); // what the vacuum read is not counted
      long rows = rows(sql);
      long blocks = blocks(sql);
      try (Backend backend = Backends.open(options)) {
        assertThat(find(backend)).isEqualTo(SELECTED);
      }
      ended(sql);
      rows = rows(sql) - rows;
      blocks = blocks(sql) - blocks;
      reporter.publishEntry(
          "read", "%d rows and %d blocks of %d rows".formatted(rows, blocks, IDENTITIES));
      assertThat(rows).as("rows read of %s", IDENTITIES).isBetween((long) SELECTED, 100L);
      assertThat(blocks).as("blocks read for them").isBetween(1L, 200L);
    }
  }

  private static void fill(KeyValueBatch values) {
    for (int from = 0; from < IDENTITIES; from += BATCH) {
      Map<String, byte[]> batch = new HashMap<>();
      for (int i = from; i < from + BATCH; i++) {
        int zone = i % (IDENTITIES / SELECTED);
        String document =
            "{\"id\":\"%d\",\"metadata\":{\"zone\":\"z%d\",\"protocol\":\"udp\",\"rank\":%d}}"
                .formatted(i, zone, i);
        batch.put("identity:" + i, document.getBytes(StandardCharsets.UTF_8));
      }
      values.setAll(batch);
    }
  }

  private static int find(Backend backend) {
    DocumentWalk walk =
        backend
            .require(DOCUMENT_QUERY)
            .find(
                new DocumentRequest(
                    "identity:",
                    Filters.and(
                        Filters.eq("metadata.protocol", "udp"), Filters.eq("metadata.zone", "z7")),
                    DocumentRequest.Order.BY_KEY,
                    Optional.empty(),
                    BATCH));
    assertThat(walk.residual()).isInstanceOf(Filter.All.class);
    try (Scan<Entry> entries = walk.entries()) {
      return entries.toList().size();
    }
  }

  /** Waits until the driver's sessions have ended: a session tells what it read when it ends. */
  private static void ended(Sql sql) {
    SOON.until(
        () ->
            sql.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'counted'")
                == 0);
  }

  private static long rows(Sql sql) {
    return sql.number(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'kv'");
  }

  private static long blocks(Sql sql) {
    return sql.number(
        "SELECT heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit"
            + " FROM pg_statio_user_tables WHERE relname = 'kv'");
  }
}
