package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions of others, and what they do to ours. */
class PostgresTransactionsTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final String WAITING = "FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(PostgresProfile.plain().option("deadlock_timeout", "2s"));

  @Test
  void aSerializationFailureIsAbortedWithoutEffectAndTheNextCallSucceeds() {
    try (Backend backend = open();
        Sql sql = Sql.on(SERVER)) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      values.set("key", ONE);
      sql.ask(
          "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
              + " 'could not serialize access' USING ERRCODE = 'serialization_failure'; END $$");
      sql.ask("CREATE TRIGGER fails BEFORE UPDATE ON kv FOR EACH ROW EXECUTE FUNCTION fails()");
      try {
        BackendException failure = Failures.of(() -> values.set("key", TWO));
        assertThat(Failures.kindAndEffect(failure)).isEqualTo("ABORTED NONE");
        assertThat(values.get("key")).contains(ONE);
      } finally {
        sql.ask("DROP TRIGGER fails ON kv");
      }
      values.set("key", TWO);
      assertThat(values.get("key")).contains(TWO);
    }
  }

  @Test
  void whateverIsolationTheServerPrefersWritersOfOneKeyDoNotFail() {
    try (Sql sql = Sql.on(SERVER)) {
      sql.ask("ALTER DATABASE postgres SET default_transaction_isolation = serializable");
      try (Backend backend = open()) {
        CrashLoad load =
            new CrashLoad(
                text -> {
                  backend.require(KEYVALUE_BASIC).set("one", text.getBytes(UTF_8));
                  backend.require(KEYVALUE_BATCH).setAll(Map.of("a", ONE, "b", ONE));
                });
        load.run(() -> SOON.until(() -> load.kept().size() >= 500));
        assertThat(load.failures()).isZero();
      } finally {
        sql.ask("ALTER DATABASE postgres RESET default_transaction_isolation");
      }
    }
  }

  @Test
  void aServerThatTakesNoWritesIsUnavailableUntilItDoes() {
    try (Backend backend = open();
        Sql sql = Sql.on(SERVER)) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      values.set("key", ONE);
      sql.ask("ALTER SYSTEM SET default_transaction_read_only = on");
      try {
        sql.ask("SELECT pg_reload_conf()");
        SOON.check(
            () ->
                assertThat(Failures.kindAndEffect(() -> values.set("key", TWO)))
                    .isEqualTo("UNAVAILABLE NONE"));
      } finally {
        sql.ask("ALTER SYSTEM RESET default_transaction_read_only");
        sql.ask("SELECT pg_reload_conf()");
      }
      SOON.check(() -> values.set("key", TWO));
      assertThat(values.get("key")).contains(TWO);
    }
  }

  @Test
  void whatSomebodyEndsOnTheServerIsTimedOutWithoutEffectAndTheNextCallSucceeds() {
    try (Backend backend = open();
        Sql other = Sql.on(SERVER);
        Sql watcher = Sql.on(SERVER)) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      values.set("ended", ONE);
      other.ask("BEGIN");
      other.ask(locking("ended"));
      CompletableFuture<Void> ours =
          CompletableFuture.runAsync(() -> values.set("ended", TWO), Thread::startVirtualThread);
      SOON.until(
          () -> watcher.ask("SELECT bool_or(pg_cancel_backend(pid)) " + WAITING).equals("t"));
      assertThat(Failures.kindAndEffect(() -> await(ours))).isEqualTo("TIMED_OUT NONE");
      other.ask("ROLLBACK");
      assertThat(values.get("ended")).contains(ONE);
      values.set("ended", TWO);
    }
  }

  private static void await(CompletableFuture<Void> call) throws Throwable {
    try {
      call.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  @Test
  void whoLosesADeadlockIsAbortedWithoutEffect() {
    try (Backend backend = open()) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      values.set("a", ONE);
      values.set("b", ONE);
      int tries = 1;
      while (!lost(backend)) {
        assertThat(tries++).as("deadlocks that the other one lost").isLessThan(20);
      }
      assertThat(values.get("a")).contains(ONE);
      assertThat(values.get("b")).contains(ONE);
      backend.require(KEYVALUE_BATCH).setAll(Map.of("a", TWO, "b", TWO));
      assertThat(values.get("b")).contains(TWO);
    }
  }

  /** Makes a deadlock, of which the server ends one side; tells whether that was ours. */
  private static boolean lost(Backend backend) {
    CompletableFuture<Void> ours;
    try (Sql other = Sql.on(SERVER)) {
      other.ask("BEGIN");
      other.ask(locking("b"));
      ours =
          CompletableFuture.runAsync(
              () -> backend.require(KEYVALUE_BATCH).setAll(Map.of("a", TWO, "b", TWO)),
              Thread::startVirtualThread);
      try (Sql watcher = Sql.on(SERVER)) {
        SOON.until(() -> watcher.number("SELECT count(*) " + WAITING) > 0);
      }
      try {
        other.ask(locking("a"));
      } catch (IllegalStateException theirs) {
        assertThat(theirs).hasStackTraceContaining("deadlock detected");
      }
    }
    try {
      ours.join();
    } catch (CompletionException e) {
      assertThat(Failures.kindAndEffect((BackendException) e.getCause())).isEqualTo("ABORTED NONE");
      return true;
    }
    backend.require(KEYVALUE_BATCH).setAll(Map.of("a", ONE, "b", ONE));
    return false;
  }

  private static String locking(String key) {
    return "SELECT 1 FROM kv WHERE convert_from(key, 'UTF8') LIKE '%" + key + "' FOR UPDATE";
  }

  @Test
  void aTransactionThatStaysOpenElsewhereHoldsNothingUp() {
    try (Backend before = open();
        Sql idle = Sql.on(SERVER)) {
      before.require(KEYVALUE_BASIC).set("key", ONE);
      idle.ask("BEGIN ISOLATION LEVEL REPEATABLE READ");
      for (String table : List.of("kv", "queue_message", "pubsub_body", "layout")) {
        idle.ask("SELECT count(*), pg_current_xact_id() FROM " + table);
      }
      try (Backend during = open()) {
        work(before);
        work(during);
      }
    }
  }

  private static void work(Backend backend) {
    backend.require(KEYVALUE_BASIC).set("key", TWO);
    assertThat(backend.require(KEYVALUE_BASIC).get("key")).contains(TWO);
    AtomicInteger heard = new AtomicInteger();
    try (var subscription =
        backend
            .require(PUBSUB_BASIC)
            .subscribe("topic", (topic, message) -> heard.incrementAndGet())) {
      backend.require(PUBSUB_BASIC).publish("topic", Message.of("x"));
      SOON.until(() -> heard.get() == 1);
      assertThat(subscription).isNotNull();
    }
    MessageQueue queue = backend.require(QUEUE_BASIC);
    for (int i = 0; i < 100; i++) {
      queue.enqueue("queue", Message.of("x"));
      queue
          .receive("queue", 1, Duration.ofSeconds(30))
          .forEach(d -> queue.ack("queue", d.receipt()));
    }
    assertThat(queue.receive("queue", 1, Duration.ZERO)).isEmpty();
  }

  private static Backend open() {
    return Backends.open(Backends.options(SERVER.uri()).operationTimeout(Duration.ofMinutes(1)));
  }
}
