package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams on a server of which others hold transactions open. */
class PostgresStreamTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String SCHEMA = "streams_of_a_test";

  private final PostgresServer server = PostgresServer.shared();
  private final Backend backend =
      Backends.open(
          Backends.options(server.uri(), Map.of("schema", SCHEMA, "stream_partitions", 2))
              .operationTimeout(Duration.ofMinutes(1)));
  private final MessageStream streams = backend.require(STREAM_BASIC);
  private final Sql sql = sql();

  private Sql sql() {
    Sql made = Sql.on(server);
    made.ask("SET search_path TO " + SCHEMA);
    return made;
  }

  @AfterEach
  void close() {
    backend.close();
    sql.ask("DROP SCHEMA " + SCHEMA + " CASCADE");
    sql.close();
  }

  /** A message that goes to one of the two partitions. */
  private static Message message(int partition, String text) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Message.builder(text.getBytes(UTF_8)).key("key " + i).build())
        .filter(message -> Partitioner.partition(message, 2) == partition)
        .findFirst()
        .orElseThrow();
  }

  private Offset append(int partition, String text) {
    Offset offset = streams.append("stream", message(partition, text));
    assertThat(offset.partition()).isEqualTo(partition);
    return offset;
  }

  /** Appends as the driver does, but for the end of the transaction and the notification. */
  private static void append(Sql sql, int partition, String bodyOf) {
    sql.ask("UPDATE stream_partition SET next = next + 1 WHERE partition = " + partition);
    sql.ask(
        """
        INSERT INTO stream_record SELECT id, next - 1, 0, body
        FROM stream_partition p, (SELECT body FROM stream_record
          WHERE position('%s'::bytea IN body) > 0 LIMIT 1) AS other
        WHERE p.partition = %d
        """
            .formatted(bodyOf, partition));
  }

  private static List<String> texts(List<StreamRecord> records) {
    return records.stream().map(record -> record.message().text()).toList();
  }

  @Test
  void openTransactionsNeitherStopAReaderNorMakeItSkip() {
    append(0, "first");
    append(1, "other");
    try (Sql idle = sql();
        Sql appending = sql();
        StreamReader reader = streams.read("stream", ReadFrom.latest())) {
      idle.ask("BEGIN");
      idle.ask("INSERT INTO queue_message (queue, body) VALUES ('any', 'any')");
      appending.ask("BEGIN");
      append(appending, 0, "other");

      append(1, "one");
      assertThat(texts(reader.poll(10, LONG))).containsExactly("one");
      CompletableFuture<Offset> behind =
          CompletableFuture.supplyAsync(() -> append(0, "behind"), Thread::startVirtualThread);
      SOON.until(
          "that an append waits for the one that is open",
          () -> idle.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
      append(1, "two");
      assertThat(texts(reader.poll(10, LONG))).containsExactly("two");
      assertThat(reader.poll(10, Duration.ZERO)).isEmpty();

      appending.ask("COMMIT");
      List<StreamRecord> read = new ArrayList<>();
      while (read.size() < 2) {
        List<StreamRecord> some = reader.poll(10, LONG);
        assertThat(some).isNotEmpty();
        read.addAll(some);
      }
      assertThat(texts(read)).containsExactly("other", "behind");
      assertThat(read.getLast().offset()).isEqualTo(behind.join());
    }
  }

  @Test
  void whatNobodySignalledIsFound() {
    append(0, "first");
    try (StreamReader reader = streams.read("stream", ReadFrom.latest())) {
      CompletableFuture<List<StreamRecord>> polled = new CompletableFuture<>();
      Thread waiting = Thread.startVirtualThread(() -> polled.complete(reader.poll(10, LONG)));
      SOON.until("that the reader waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
      sql.ask("BEGIN");
      append(sql, 0, "first");
      sql.ask("COMMIT");
      assertThat(texts(polled.join())).containsExactly("first");
    }
  }

  @Test
  void aBatchIsOneStatementForEachPartition() {
    List<Message> batch =
        IntStream.range(0, 5_000).mapToObj(i -> Message.of("message " + i)).toList();
    assertThat(streams.appendAll("stream", batch).appended()).isEqualTo(5_000);
    assertThat(sql.number("SELECT count(*) FROM stream_record")).isEqualTo(5_000);
    assertThat(sql.number("SELECT count(DISTINCT xmin::text) FROM stream_record")).isEqualTo(2);
  }

  @Test
  void whatIsTrimmedGoesSomeAtATime() {
    List<Message> batch = Collections.nCopies(2_500, message(0, "x"));
    assertThat(streams.appendAll("stream", batch).appended()).isEqualTo(2_500);
    sql.ask("CREATE TABLE trimmed (records bigint)");
    sql.ask(
        """
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO trimmed SELECT count(*) FROM gone; RETURN NULL; END $$
        """);
    sql.ask(
        "CREATE TRIGGER note AFTER DELETE ON stream_record REFERENCING OLD TABLE AS gone"
            + " FOR EACH STATEMENT EXECUTE FUNCTION note()");
    backend.require(STREAM_RETENTION).retain("stream", Retention.forever().maxRecords(10));
    assertThat(backend.require(STREAM_RETENTION).trim("stream")).isEqualTo(2_490);
    assertThat(sql.number("SELECT max(records) FROM trimmed")).isEqualTo(1_000);
    assertThat(streams.count("stream", ReadFrom.earliest())).isEqualTo(10);
  }

  @Test
  void positionsAndTimesNeverGoBack() {
    Offset before = append(0, "first");
    sql.ask("UPDATE stream_partition SET time = time + 3600000");
    assertThat(append(0, "second")).isEqualTo(new Offset(0, before.position() + 1));
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      List<StreamRecord> records = reader.poll(2, LONG);
      records = records.size() == 2 ? records : List.of(records.getFirst(), next(reader));
      Duration apart = Duration.between(records.get(0).time(), records.get(1).time());
      assertThat(apart).isEqualTo(Duration.ofHours(1));
    }
  }

  private static StreamRecord next(StreamReader reader) {
    return reader.poll(1, LONG).getFirst();
  }
}
