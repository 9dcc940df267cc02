package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Put;
import io.patternsdk.core.keyvalue.WatchEvent.Resync;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches on a server of which others hold transactions open, and whose log of changes ends. */
class PostgresKeyWatchTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final String SCHEMA = "watches_of_a_test";

  private final PostgresServer server = PostgresServer.shared();
  private final Backend backend =
      Backends.open(
          Backends.options(server.uri(), Map.of("schema", SCHEMA))
              .namespace("n")
              .operationTimeout(Duration.ofMinutes(1)));
  private final KeyWatch watch = backend.require(KEYVALUE_WATCH).watch("");
  private final Sql sql = sql();
  private final Sql idle = sql();

  private Sql sql() {
    Sql made = Sql.on(server);
    made.ask("SET search_path TO " + SCHEMA);
    return made;
  }

  @AfterEach
  void close() {
    backend.close();
    idle.close();
    sql.ask("DROP SCHEMA " + SCHEMA + " CASCADE");
    sql.close();
  }

  private void set(String key) {
    backend.require(KEYVALUE_BASIC).set(key, "value".getBytes(UTF_8));
  }

  private static List<WatchEvent> all(KeyWatch watch) {
    List<WatchEvent> events = new ArrayList<>();
    boolean current = false;
    while (!current) {
      WatchBatch batch = watch.poll(100, Duration.ZERO);
      events.addAll(batch.events());
      current = batch.current();
    }
    return events;
  }

  private static List<String> keys(List<WatchEvent> events) {
    return events.stream().filter(Put.class::isInstance).map(event -> ((Put) event).key()).toList();
  }

  /** As a release or program does that knows nothing of watches. */
  private static void insert(Sql by, String key) {
    by.ask(
        "INSERT INTO kv (key, value, version) VALUES ('n:%s', 'value', nextval('kv_version'))"
            .formatted(key));
  }

  @Test
  void noOpenTransactionHidesWhatIsCommittedAndItsOwnChangesComeWhenItEnds() {
    assertThat(keys(all(watch))).isEmpty();
    idle.ask("BEGIN");
    insert(idle, "early");
    set("late");
    assertThat(keys(all(watch))).containsExactly("late");
    set("later");
    assertThat(keys(all(watch))).containsExactly("later");
    assertThat(keys(all(watch))).isEmpty();
    idle.ask("COMMIT");
    assertThat(keys(all(watch))).containsExactly("early");
    assertThat(keys(all(watch))).isEmpty();
  }

  @Test
  void whatIsRolledBackNeverComes() {
    assertThat(keys(all(watch))).isEmpty();
    idle.ask("BEGIN");
    insert(idle, "undone");
    idle.ask("ROLLBACK");
    set("done");
    assertThat(keys(all(watch))).containsExactly("done");
  }

  @Test
  void whoComesWhenTheLogHasForgottenBeginsAnew() {
    set("one");
    assertThat(keys(all(watch))).containsExactly("one");
    WatchToken token = watch.poll(1, Duration.ZERO).token();
    set("two");
    SOON.until("that nobody's transaction keeps the log", this::forgotten);
    List<WatchEvent> events = all(backend.require(KEYVALUE_WATCH).watch("", token));
    assertThat(events.getFirst()).isEqualTo(new Resync());
    assertThat(keys(events)).containsExactlyInAnyOrder("one", "two");
    assertThat(all(watch)).contains(new Resync());
  }

  /** What one pruning finds visible to all, the next deletes. */
  private boolean forgotten() {
    prune();
    return sql.number("SELECT count(*) FROM kv_change") == 0;
  }

  private void prune() {
    sql.ask("UPDATE kv_change SET at = now() - interval '1 hour'");
    sql.ask("UPDATE kv_watch SET pruned = now() - interval '1 hour'");
    sql.ask(PostgresChangeLog.PRUNE);
  }

  @Test
  void whoHasSeenAllWhenTheLogForgetsGoesOn() {
    set("one");
    assertThat(keys(all(watch))).containsExactly("one");
    for (int i = 0; i < 2; i++) {
      prune();
      assertThat(all(watch)).isEmpty();
    }
    set("two");
    assertThat(keys(all(watch))).containsExactly("two");
  }
}
