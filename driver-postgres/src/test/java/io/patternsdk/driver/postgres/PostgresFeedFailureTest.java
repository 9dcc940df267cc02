package io.patternsdk.driver.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.FeedBacklog;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server or its administrator may do to a feed, and what it is refused for. */
class PostgresFeedFailureTest {
  private static final int SLOTS = 4;

  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(
          PostgresProfile.plain()
              .option("max_replication_slots", Integer.toString(SLOTS))
              .option("wal_sender_timeout", "2s"));

  private final FeedSite site = new FeedSite(SERVER);

  @BeforeEach
  void createTable() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY); CREATE TABLE b$ (id int PRIMARY KEY)");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void poll(ChangeFeed feed) {
    for (int i = 0; i < 1_000; i++) {
      assertThat(feed.poll(10, Duration.ofMillis(50)).changes()).isEmpty();
    }
  }

  private void dropSlot() {
    String slot = site.slot();
    site.ask("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
    FeedSite.SOON.until(
        "that the slot is free",
        () ->
            site.ask("SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'")
                .equals("f"));
    site.ask("SELECT pg_drop_replication_slot('" + slot + "')");
  }

  @Test
  void aSlotThatWasDroppedOrMadeAnewIsTold() {
    FeedPosition position = site.begin("a");
    String slot = site.slot();
    dropSlot();
    assertThat(site.feeds.confirmed("feed")).isEmpty();
    assertThat(Expect.failure(ErrorKind.NOT_FOUND, () -> site.read(position, 1, "a")))
        .hasMessageContaining(slot)
        .hasMessageContaining("take a snapshot");
    site.ask("INSERT INTO a$ VALUES (1)");
    site.ask("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    assertThat(Expect.failure(ErrorKind.CONFLICT, () -> site.read(position, 1, "a")))
        .hasMessageContaining("is before");
  }

  @Test
  void aFollowerWhoseSlotIsDroppedIsRefused() {
    FeedPosition position = site.begin("a");
    try (ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      site.feeds.drop("feed");
      Expect.failure(ErrorKind.CONFLICT, () -> poll(feed));
      Expect.failure(ErrorKind.CONFLICT, () -> feed.confirm(position));
    }
  }

  @Test
  void aSlotThatTheServerHasInvalidatedIsTold() {
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO a$ VALUES (1)");
    site.ask("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
    site.ask("SELECT pg_reload_conf()");
    try {
      FeedSite.SOON.until(
          "that the slot is lost",
          () -> {
            site.ask("SELECT pg_switch_wal()");
            site.ask(
                "INSERT INTO b$ SELECT max(id) + 1 FROM (SELECT 0 AS id UNION SELECT id FROM b$)"
                    + " x");
            site.ask("CHECKPOINT");
            return site.ask("SELECT wal_status FROM pg_replication_slots").equals("lost");
          });
      assertThat(Expect.failure(ErrorKind.CONFLICT, () -> site.read(position, 1, "a")))
          .hasMessageContaining("max_slot_wal_keep_size");
    } finally {
      site.ask("ALTER SYSTEM RESET max_slot_wal_keep_size");
      site.ask("SELECT pg_reload_conf()");
    }
    FeedPosition anew = site.begin("a");
    site.ask("INSERT INTO a$ VALUES (2)");
    assertThat(site.read(anew, 1, "a")).hasSize(1);
  }

  @Test
  void withoutAFreeSlotTheFeedThatIsThereStays() {
    FeedPosition position = site.begin("a");
    for (int i = 1; i < SLOTS; i++) {
      site.ask("SELECT pg_create_physical_replication_slot('other_" + i + "')");
    }
    try {
      assertThat(Expect.failure(ErrorKind.UNAVAILABLE, () -> site.begin("a", "b")))
          .hasMessageContaining("max_replication_slots");
      site.ask("INSERT INTO a$ VALUES (1)");
      assertThat(site.read(position, 1, "a")).hasSize(1);
    } finally {
      site.ask(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_type ="
              + " 'physical'");
    }
  }

  @Test
  void itGoesOnWhenItsConnectionIsLost() {
    FeedPosition position = site.begin("a");
    try (ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      site.ask("INSERT INTO a$ VALUES (1)");
      List<Change> first = FeedSite.read(feed, 1);
      site.ask("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
      site.ask("INSERT INTO a$ VALUES (2)");
      List<Change> second = FeedSite.read(feed, 1);
      assertThat(second.getFirst().after().orElseThrow().value("id")).isEqualTo(2);
      assertThat(second.getFirst().position().after(first.getFirst().position())).isTrue();
      feed.confirm(second.getFirst().position());
    }
  }

  @Test
  void theServerIsAnsweredWhileNobodyPolls() {
    FeedPosition position = site.begin("a");
    try (ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      site.ask("INSERT INTO a$ SELECT generate_series(1, 20000)");
      String pid = site.ask("SELECT active_pid FROM pg_replication_slots WHERE active");
      String began = site.ask("SELECT clock_timestamp()");
      FeedSite.SOON.until(
          "that it lives longer than wal_sender_timeout",
          () ->
              site.ask("SELECT clock_timestamp() > '" + began + "'::timestamptz + interval '5 s'")
                  .equals("t"));
      assertThat(site.ask("SELECT active_pid FROM pg_replication_slots WHERE active"))
          .isEqualTo(pid);
      assertThat(FeedSite.read(feed, 20_000)).hasSize(20_000);
    }
  }

  @Test
  void anIdleFeedLetsTheLogGo() {
    FeedPosition position = site.begin("a");
    try (ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      site.ask("INSERT INTO b$ SELECT generate_series(1, 1000)");
      String end = site.ask("SELECT pg_current_wal_flush_lsn()");
      FeedSite.SOON.until(
          "that what is not of its tables is confirmed",
          () -> {
            var batch = feed.poll(10, Duration.ofMillis(50));
            assertThat(batch.changes()).isEmpty();
            feed.confirm(batch.through());
            return site.ask("SELECT confirmed_flush_lsn >= '" + end + "' FROM pg_replication_slots")
                .equals("t");
          });
      site.ask("INSERT INTO a$ VALUES (1)");
      assertThat(FeedSite.read(feed, 1)).hasSize(1);
    }
  }

  @Test
  void anIdleDatabaseLetsTheLogGoAlthoughTheServerNeverAsks() {
    FeedPosition position = site.begin("a");
    site.ask("ALTER DATABASE postgres SET wal_sender_timeout = 0");
    site.ask("CREATE DATABASE busy$");
    try (ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      site.ask("DROP DATABASE busy$");
      String end = site.ask("SELECT pg_current_wal_flush_lsn()");
      FeedSite.SOON.until(
          "that what another database did is confirmed",
          () -> {
            feed.confirm(feed.poll(10, Duration.ofMillis(50)).through());
            return site.ask("SELECT confirmed_flush_lsn >= '" + end + "' FROM pg_replication_slots")
                .equals("t");
          });
    } finally {
      site.ask("ALTER DATABASE postgres RESET wal_sender_timeout");
    }
  }

  @Test
  void aFollowerThatIsSlowIsToldFromATransactionThatIsOpen() {
    assertThat(site.feeds.backlog("feed")).isEmpty();
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO b$ SELECT generate_series(1, 10000)");
    FeedBacklog slow = site.feeds.backlog("feed").orElseThrow();
    assertThat(slow.unconfirmed()).isGreaterThan(500_000);
    assertThat(slow.kept()).isGreaterThanOrEqualTo(slow.unconfirmed());
    assertThat(slow.end().after(position)).isTrue();
    assertThat(slow.holder()).isEmpty();
    assertThat(slow.limit()).isEmpty();
    try (Sql other = Sql.on(SERVER);
        ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      String unused = other.ask(site.named("BEGIN; INSERT INTO public.b$ VALUES (-1)"));
      site.ask("INSERT INTO b$ SELECT generate_series(10001, 20000)");
      FeedSite.SOON.until(
          "that the open transaction keeps what is confirmed",
          () -> {
            feed.confirm(feed.poll(10, Duration.ofMillis(50)).through());
            return site.feeds.backlog("feed").orElseThrow().holder().isPresent();
          });
      FeedBacklog held = site.feeds.backlog("feed").orElseThrow();
      assertThat(held.holder().orElseThrow()).startsWith("a transaction of process ");
      assertThat(held.kept()).isGreaterThan(2 * held.unconfirmed());
      unused = other.ask("ROLLBACK");
    }
  }

  @Test
  void whatARoleLacksIsTold() {
    site.ask("CREATE ROLE plain LOGIN; GRANT CREATE ON DATABASE postgres TO plain");
    site.ask("GRANT ALL ON SCHEMA public TO plain; CREATE TABLE own$ (id int PRIMARY KEY)");
    site.ask("ALTER TABLE own$ OWNER TO plain");
    String uri = SERVER.uri().replace("://", "://plain:x@");
    try (FeedSite plain = new FeedSite(SERVER, uri, Map.of("schema", "plain"))) {
      var own = FeedRequest.of("feed", site.table("own"));
      assertThat(
              Expect.failure(ErrorKind.PERMISSION_DENIED, () -> plain.feeds.snapshot(own).close()))
          .hasMessageContaining("REPLICATION");
      assertThat(
              Expect.failure(
                  ErrorKind.PERMISSION_DENIED,
                  () -> plain.feeds.snapshot(site.request("a")).close()))
          .hasMessageContaining("ADD TABLE ONLY");
      site.ask("ALTER ROLE plain REPLICATION");
      try (var snapshot = plain.feeds.snapshot(own)) {
        assertThat(snapshot.rows(10)).isEmpty();
        site.ask("INSERT INTO own$ VALUES (1)");
        try (ChangeFeed feed = plain.feeds.follow(own, snapshot.position())) {
          assertThat(FeedSite.read(feed, 1)).hasSize(1);
        }
      }
    }
  }

  @Test
  void whereNothingMayBeMadeThePublicationIsToldThatIsMissing() {
    try (FeedSite required = new FeedSite(SERVER, SERVER.uri(), Map.of("tables", "require"))) {
      var failure =
          Expect.failure(
              ErrorKind.NOT_FOUND, () -> required.feeds.snapshot(site.request("a")).close());
      String message = String.valueOf(failure.getMessage());
      String statement = message.substring(message.indexOf("CREATE PUB"), message.indexOf(" once"));
      site.ask(statement);
      try (var snapshot = required.feeds.snapshot(site.request("a"))) {
        assertThat(snapshot.rows(10)).isEmpty();
      }
      assertThat(required.feeds.drop("feed")).isTrue();
      site.ask(statement.replaceAll("CREATE (PUBLICATION \\S+).*", "DROP $1"));
    }
  }

  @Test
  void aServerThatTellsNoChangesIsToldWhatToSet() {
    try (PostgresServer replica =
            PostgresServer.start(PostgresProfile.plain().option("wal_level", "replica"));
        FeedSite there = new FeedSite(replica)) {
      there.ask("CREATE TABLE a$ (id int PRIMARY KEY)");
      assertThat(Expect.failure(ErrorKind.UNSUPPORTED, () -> there.begin("a")))
          .hasMessageContaining("wal_level = logical");
    }
  }
}
