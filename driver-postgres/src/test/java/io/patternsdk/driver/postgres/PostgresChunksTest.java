package io.patternsdk.driver.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Row;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading tables in parts, by keys of any type, while others write. */
class PostgresChunksTest {
  @RegisterExtension
  static final PostgresServer SERVER = PostgresServer.start(PostgresProfile.plain());

  private final FeedSite site = new FeedSite(SERVER);

  @AfterEach
  void close() {
    site.close();
  }

  private FeedChunk read(FeedChunks chunks, String table, Optional<Row> behind, int max) {
    AtomicReference<FeedChunk> read = new AtomicReference<>();
    FeedSite.SOON.until(
        "that a chunk can be read",
        () -> {
          chunks.read(site.table(table), behind, max).ifPresent(read::set);
          return read.get() != null;
        });
    return read.get();
  }

  /** Reads a table to its end. */
  private List<FeedChunk> all(FeedChunks chunks, String table, int max) {
    List<FeedChunk> all = new ArrayList<>();
    Optional<Row> behind = Optional.empty();
    do {
      FeedChunk chunk = read(chunks, table, behind, max);
      all.add(chunk);
      behind = chunk.rows().isEmpty() ? behind : Optional.of(chunk.rows().getLast());
    } while (!all.getLast().last());
    return all;
  }

  private static String ids(List<FeedChunk> chunks) {
    List<String> ids = new ArrayList<>();
    chunks.forEach(chunk -> chunk.rows().forEach(row -> ids.add(String.valueOf(row.value("id")))));
    return String.join(",", ids);
  }

  @Test
  void keysWithGapsAndSkewAreReadInTheirOrderEachOnce() {
    Rounds.eachSeed(
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          site.ask("DROP TABLE IF EXISTS a$");
          site.ask(
              """
              CREATE TABLE a$ (part text, id bigint, pad text, PRIMARY KEY (part, id))
              """);
          site.ask(
              """
              INSERT INTO a$ SELECT 'p' || floor(%d * random() ^ %d),
                (random() * 10) ^ (1 + 17 * random()), repeat('x', (random() ^ 8 * 3000)::int)
              FROM generate_series(1, %d) ON CONFLICT DO NOTHING
              """
                  .formatted(1 + random.nextInt(20), 1 + random.nextInt(5), random.nextInt(700)));
          site.begin("a");
          int max = 1 + random.nextInt(300);
          try (FeedChunks chunks = site.feeds.chunks(site.request("a"))) {
            List<FeedChunk> all = all(chunks, "a", max);
            assertThat(all).allSatisfy(c -> assertThat(c.rows()).hasSizeLessThanOrEqualTo(max));
            assertThat(ids(all))
                .isEqualTo(
                    site.ask(
                        "SELECT coalesce(string_agg(id::text, ',' ORDER BY part, id), '')"
                            + " FROM a$"));
          }
        });
  }

  @Test
  void aKeyMayBeOfAnyType() {
    site.ask("CREATE TYPE mood$ AS ENUM ('sad', 'ok', 'happy')");
    List<String> keys =
        List.of(
            "uuid: md5(i::text)::uuid",
            "numeric(9,3): (i - 20) / 7.0",
            "timestamptz: '2000-01-01'::timestamptz + i * interval '7 hours 0.001 s'",
            "timestamp: CASE i WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' ELSE '2000-01-01'"
                + "::timestamp - i * interval '80 years' END",
            "date: '2000-01-01'::date + 9 * i",
            "time: '00:00'::time + i * interval '7 min'",
            "bytea: sha256(i::text::bytea)",
            "char(4): chr(64 + i)",
            "text: chr(64 + i) || ''' \\\\ \"' || i",
            "name: 'n' || i",
            "double precision: CASE i WHEN 1 THEN 'NaN' WHEN 2 THEN '-Infinity' ELSE sqrt(i) END",
            "real: i / 3.0",
            "inet: '10.0.0.1'::inet + i * 77",
            "smallint: i - 20",
            "boolean: i % 2 = 0",
            "mood$: (ARRAY['sad', 'ok', 'happy'])[1 + i % 3]::mood$",
            "int4range: int4range(i, 2 * i + 1)",
            "money: (i * 1234.56)::numeric::money");
    for (String key : keys) {
      String type = key.substring(0, key.indexOf(':'));
      String value = key.substring(key.indexOf(':') + 1);
      site.ask("DROP TABLE IF EXISTS a$");
      site.ask("CREATE TABLE a$ (k " + type + " PRIMARY KEY, id serial)");
      site.ask(
          "INSERT INTO a$ (k) SELECT"
              + value
              + " FROM generate_series(1, 40) i"
              + " ON CONFLICT DO NOTHING");
      site.begin("a");
      try (FeedChunks chunks = site.feeds.chunks(site.request("a"))) {
        List<FeedChunk> all = all(chunks, "a", 7);
        assertThat(ids(all))
            .as(type)
            .isEqualTo(site.ask("SELECT string_agg(id::text, ',' ORDER BY k) FROM a$"));
        List<Row> rows = all.stream().flatMap(chunk -> chunk.rows().stream()).toList();
        int middle = rows.size() / 2;
        assertThat(chunks.behind(rows.get(middle), rows))
            .as(type)
            .isEqualTo(rows.subList(middle + 1, rows.size()));
      }
    }
    site.ask("DROP TABLE a$");
    site.ask("DROP TYPE mood$");
  }

  @Test
  void whoWroteWhenItWasOpenedHasToEndFirst() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY)");
    site.begin("a");
    try (Sql writer = Sql.on(SERVER)) {
      writer.ask("SET search_path TO public");
      writer.ask("BEGIN");
      writer.ask(site.named("INSERT INTO a$ VALUES (1)"));
      try (FeedChunks chunks = site.feeds.chunks(site.request("a"))) {
        assertThat(chunks.read(site.table("a"), Optional.empty(), 10)).isEmpty();
        writer.ask("COMMIT");
        assertThat(read(chunks, "a", Optional.empty(), 10).rows()).hasSize(1);
      }
    }
  }

  @Test
  void whatIsNotThereYetIsNotHadWhereverItIsInTheLog() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY)");
    FeedPosition position = site.begin("a");
    try (Sql writer = Sql.on(SERVER);
        FeedChunks chunks = site.feeds.chunks(site.request("a"))) {
      assertThat(read(chunks, "a", Optional.empty(), 10).rows()).isEmpty();
      writer.ask("SET search_path TO public");
      writer.ask("BEGIN");
      writer.ask(site.named("INSERT INTO a$ VALUES (1)"));
      site.ask("INSERT INTO a$ VALUES (2)");
      FeedChunk chunk = read(chunks, "a", Optional.empty(), 10);
      writer.ask("COMMIT");
      assertThat(chunk.rows()).hasSize(1);
      List<Change> changes = site.read(position, 2, "a");
      assertThat(changes)
          .extracting(change -> chunk.has(change.transaction()))
          .containsExactly(true, false);
      assertThat(changes.getFirst().position().after(chunk.through())).isFalse();
    }
  }

  @Test
  void largeRowsComeInSmallerParts() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY, pad text)");
    site.ask("INSERT INTO a$ SELECT i, repeat('x', 20000) FROM generate_series(1, 1500) i");
    site.begin("a");
    try (FeedChunks chunks = site.feeds.chunks(site.request("a"))) {
      List<FeedChunk> all = all(chunks, "a", 100_000);
      assertThat(all.getFirst().bytes()).isGreaterThan(500 * 20_000);
      assertThat(all.subList(1, all.size()))
          .allSatisfy(chunk -> assertThat(chunk.bytes()).isLessThan(5 << 20));
      assertThat(all.stream().mapToInt(chunk -> chunk.rows().size()).sum()).isEqualTo(1_500);
    }
  }
}
