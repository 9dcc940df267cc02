package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Backend backend =
      Backends.open(first.uri() + "," + second.uri().replace("postgresql", "postgres"));

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();
  private final Set<ErrorKind> failures = ConcurrentHashMap.newKeySet();
  private final List<Thread> writers = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    over.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    backend.close();
    second.close();
    first.close();
  }

  @Test
  void theNewPrimaryIsFoundUnderLoad() {
    Heard heard = new Heard();
    var unused = backend.require(PUBSUB_BASIC).subscribe("news", heard);
    CompletableFuture<List<Delivery>> received =
        CompletableFuture.supplyAsync(
            () -> backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofMinutes(1)),
            Thread::startVirtualThread);
    startWriters();
    SOON.until("that writers write", () -> written.get() > 500);
    first.kill();
    try (Sql sql = Sql.on(second)) {
      assertThat(sql.ask("SELECT pg_promote()")).isEqualTo("t");
    }
    long before = written.get();
    SOON.until("that writers write again", () -> written.get() > before + WRITERS);
    SOON.until("that the subscription is back", () -> heard.all().contains("RECONNECTED"));
    backend.require(PUBSUB_BASIC).publish("news", Message.of("after"));
    SOON.until(() -> heard.all().contains("after"));
    backend.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
    assertThat(received.join()).hasSize(1);
    assertThat(failures).isSubsetOf(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
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
