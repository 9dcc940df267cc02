package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers, of which the second takes over when the first is killed. */
class PostgresFailoverTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private static final int WRITERS = 8;

  private final PostgresServer first = PostgresServer.start();
  private final PostgresServer second = first.standby(PostgresProfile.plain());
  private final Leaks leaks = used();
  private final Backend backend = open();

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final Set<ErrorKind> failures = ConcurrentHashMap.newKeySet();
  private final List<Thread> writers = new ArrayList<>();

  private Backend open() {
    return Backends.open(first.uri() + "," + second.uri().replace("postgresql", "postgres"));
  }

  /** What a class path starts once and keeps is no leak. */
  private Leaks used() {
    try (Backend backend = open()) {
      backend.require(PUBSUB_BASIC).subscribe("news", new Heard()).close();
    }
    return Leaks.watch();
  }

  @AfterEach
  void close() throws InterruptedException {
    over.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    backend.close();
    try {
      leaks.check();
    } finally {
      second.close();
      first.close();
    }
  }

  @Test
  void theNewPrimaryIsFoundUnderLoad() {
    Heard heard = new Heard();
    var unused = backend.require(PUBSUB_BASIC).subscribe("news", heard);
    CompletableFuture<List<Delivery>> received =
        CompletableFuture.supplyAsync(this::received, Thread::startVirtualThread);
    startWriters();
    SOON.until("that writers write", () -> written.get() > 500);
    failOver();
    long before = written.get();
    SOON.until("that writers write again", () -> written.get() > before + WRITERS);
    SOON.until("that the subscription is back", () -> heard.all().contains("RECONNECTED"));
    backend.require(PUBSUB_BASIC).publish("news", Message.of("after"));
    SOON.until(() -> heard.all().contains("after"));
    backend.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    assertThat(received.join()).hasSize(1);
    assertThat(failures).isSubsetOf(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
  }

  @Test
  void aStreamThatIsCopiedSynchronouslyGoesOnWhereItWas() {
    try (Sql sql = Sql.on(first)) {
      sql.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
      sql.ask("SELECT pg_reload_conf()");
      SOON.until(
          "the copy is synchronous",
          () -> sql.ask("SELECT sync_state FROM pg_stat_replication").equals("sync"));
    }
    MessageStream streams = backend.require(STREAM_BASIC);
    StreamReader reader = streams.read("orders", ReadFrom.earliest());
    List<String> appended = new CopyOnWriteArrayList<>();
    writers.add(Thread.startVirtualThread(() -> append(streams, appended)));
    SOON.until("that the stream grows", () -> appended.size() > 100);
    failOver();
    int before = appended.size();
    SOON.until("that the stream grows again", () -> appended.size() > before + 10);
    over.set(true);
    List<String> read = new ArrayList<>();
    SOON.until(
        "that all is read",
        () -> {
          try {
            reader.poll(1_000, Duration.ofSeconds(1)).forEach(record -> read.add(text(record)));
          } catch (BackendException e) {
            failures.add(e.kind());
          }
          return !appended.isEmpty() && read.contains(appended.getLast());
        });
    reader.close();
    assertThat(read).doesNotHaveDuplicates().containsSubsequence(appended);
    assertThat(failures).isSubsetOf(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
  }

  /** Waits for a message; what is just being asked for when the server dies, fails. */
  private List<Delivery> received() {
    while (true) {
      try {
        List<Delivery> some =
            backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofMinutes(1));
        if (!some.isEmpty() || over.get()) {
          return some;
        }
      } catch (BackendException e) {
        failures.add(e.kind());
      }
    }
  }

  /** Appends one after the other, and keeps what was acknowledged. */
  private void append(MessageStream streams, List<String> appended) {
    for (int i = 0; !over.get(); i++) {
      String text = "order " + i;
      try {
        streams.append("orders", Message.builder(text.getBytes(UTF_8)).key("key").build());
        appended.add(text);
      } catch (BackendException e) {
        failures.add(e.kind());
      }
    }
  }

  private static String text(StreamRecord record) {
    return new String(record.message().body(), UTF_8);
  }

  private void failOver() {
    first.kill();
    try (Sql sql = Sql.on(second)) {
      // One that waits holds a snapshot, over which replaying what is left may itself wait.
      assertThat(sql.ask("SELECT pg_promote(false)")).isEqualTo("t");
      SOON.until("that it is primary", () -> sql.ask("SELECT pg_is_in_recovery()").equals("f"));
    }
  }

  private void startWriters() {
    for (int i = 0; i < WRITERS; i++) {
      String key = "key " + i;
      writers.add(
          Thread.startVirtualThread(
              () -> {
                while (!over.get()) {
                  try {
                    backend.require(KEYVALUE_BASIC).set(key, new byte[100]);
                    written.incrementAndGet();
                  } catch (BackendException e) {
                    failures.add(e.kind());
                  }
                }
              }));
    }
  }
}
