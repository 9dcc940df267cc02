package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many subscriptions, waiting receivers and watches cost the server. */
class PostgresIdleTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(90));
  private static final int POOL = 4;
  private static final int QUEUES = 100;
  private static final int RECEIVERS = 1_000;
  private static final Duration FOREVER = Duration.ofMinutes(10);

  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(PostgresProfile.plain().option("autovacuum", "off"));

  private final List<Thread> receivers = new ArrayList<>();
  private final Queue<BackendException> failures = new ConcurrentLinkedQueue<>();

  @Test
  void allTogetherHoldThePoolAndOneConnectionMoreAndPollOnceASecond() throws Exception {
    BackendOptions options =
        Backends.options(
                SERVER.uri(),
                Map.of("pool_size", POOL, "pool_timeout", "2m", "client_name", "counted"))
            .operationTimeout(Duration.ofMinutes(2));
    try (Sql sql = Sql.beside(SERVER);
        Backend backend = Backends.open(options)) {
      long most = 0;
      for (int i = 0; i < 300; i++) {
        var unused = backend.require(PUBSUB_BASIC).subscribe("topic " + i, (topic, message) -> {});
        most = Math.max(most, connections(sql));
      }
      startReceivers(backend);
      work(backend);
      most = Math.max(most, connections(sql));
      SOON.until(
          "that all receivers wait",
          () -> receivers.stream().allMatch(r -> r.getState() == Thread.State.TIMED_WAITING));
      assertThat(Math.max(most, connections(sql))).isBetween(2L, POOL + 1L);
      SOON.check(() -> assertOnceASecond(() -> statements(sql), sql));
      assertThat(failures).isEmpty();
    }
    for (Thread receiver : receivers) {
      receiver.join();
    }
  }

  @Test
  void aWatchLooksOnceASecondWhileNothingChanges() throws Exception {
    Thread watching;
    try (Backend backend = Backends.open(Backends.options(SERVER.uri(), Map.of("schema", "seen")));
        Sql sql = Sql.beside(SERVER)) {
      KeyWatch watch = backend.require(KEYVALUE_WATCH).watch("");
      while (!watch.poll(100, Duration.ZERO).current()) {}
      watching = Thread.startVirtualThread(() -> watch(watch));
      try (Sql counted = Sql.on(SERVER)) {
        SOON.check(() -> assertOnceASecond(() -> looks(counted), sql));
      }
      watch.close();
    }
    watching.join();
    assertThat(failures).extracting(BackendException::kind).containsOnly(ErrorKind.CLOSED);
  }

  private void watch(KeyWatch watch) {
    try {
      var unused = watch.poll(1, FOREVER);
    } catch (BackendException e) {
      failures.add(e);
    }
  }

  /** Each look reads the one row that says which log it is. */
  private static long looks(Sql sql) {
    return sql.number(
        "SELECT seq_scan FROM pg_stat_user_tables"
            + " WHERE schemaname = 'seen' AND relname = 'kv_watch'");
  }

  /** Half of them are readers of streams. */
  private void startReceivers(Backend backend) {
    for (int i = 0; i < RECEIVERS; i++) {
      String name = "name " + i % QUEUES;
      boolean reads = i % 2 == 0;
      receivers.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  if (reads) {
                    read(backend, name);
                  } else {
                    var unused = backend.require(QUEUE_BASIC).receive(name, 1, FOREVER);
                  }
                } catch (BackendException e) {
                  failures.add(e);
                }
              }));
    }
  }

  private static void read(Backend backend, String stream) {
    try (var reader = backend.require(STREAM_BASIC).read(stream, ReadFrom.earliest())) {
      var unused = reader.poll(1, FOREVER);
    }
  }

  private static void work(Backend backend) throws InterruptedException {
    List<Thread> workers =
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    Thread.startVirtualThread(
                        () -> {
                          for (int n = 0; n < 20; n++) {
                            backend.require(KEYVALUE_BASIC).set("key " + i, new byte[10]);
                            backend.require(PUBSUB_BASIC).publish("topic " + n, Message.of("x"));
                          }
                        }))
            .toList();
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private static long connections(Sql sql) {
    return sql.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'counted'");
  }

  /** Fails if more than one statement came in a second, over some seconds by the server's clock. */
  private static void assertOnceASecond(LongSupplier statements, Sql sql) {
    long begun = now(sql);
    long before = statements.getAsLong();
    SOON.until(() -> now(sql) >= begun + 6_000);
    long seconds = (now(sql) - begun) / 1_000;
    assertThat(statements.getAsLong() - before)
        .as("statements in %s seconds", seconds)
        .isBetween(1L, seconds + 2);
  }

  private static long now(Sql sql) {
    return sql.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
  }

  private static long statements(Sql sql) {
    return sql.number("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'");
  }
}
