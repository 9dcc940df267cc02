package io.patternsdk.driver.postgres;

import static io.patternsdk.core.table.Row.Unavailable.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes that others make by SQL, as a feed tells them. */
class PostgresFeedTest {
  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(PostgresProfile.plain().option("max_prepared_transactions", "2"));

  private final FeedSite site = new FeedSite(SERVER);

  @AfterEach
  void close() {
    site.close();
  }

  private static List<Object> values(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.schema().columns().size(); i++) {
      values.add(row.value(i) == null ? "null" : row.value(i));
    }
    return values;
  }

  private static List<Object> after(Change change) {
    return values(change.after().orElseThrow());
  }

  private static List<Object> before(Change change) {
    return values(change.before().orElseThrow());
  }

  private static List<String> columns(Change change) {
    return change.schema().columns().stream().map(Column::name).toList();
  }

  @Test
  void aKeyThatChangesIsToldWithTheOldOne() {
    site.ask("CREATE TABLE a$ (id int, part text, v int, PRIMARY KEY (part, id))");
    site.ask("INSERT INTO a$ VALUES (1, 'x', 7)");
    FeedPosition position = site.begin("a");
    site.ask("UPDATE a$ SET v = 8");
    site.ask("UPDATE a$ SET id = 2");
    site.ask("DELETE FROM a$");
    List<Change> changes = site.read(position, 3, "a");
    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(Kind.UPDATE, Kind.UPDATE, Kind.DELETE);
    assertThat(changes.get(0).schema().key()).containsExactly("part", "id");
    assertThat(changes.get(0).before()).isEmpty();
    assertThat(before(changes.get(1))).containsExactly(1, "x", UNAVAILABLE);
    assertThat(after(changes.get(1))).containsExactly(2, "x", 8);
    assertThat(before(changes.get(2))).containsExactly(2, "x", UNAVAILABLE);
  }

  @Test
  void aChangeSaysWhereItIsInTheLogAndWhatWasCommittedBefore() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY)");
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO a$ VALUES (1), (2)");
    site.ask("INSERT INTO a$ VALUES (3)");
    List<Change> changes = site.read(position, 3, "a");
    assertThat(changes)
        .extracting(change -> change.source().database())
        .containsOnly(PostgresProfile.USER);
    SourceInfo one = changes.get(0).source();
    SourceInfo two = changes.get(1).source();
    SourceInfo three = changes.get(2).source();
    long commit = changes.get(1).position().commit();
    assertThat(List.of(position.commit(), one.lsn(), two.lsn(), commit)).isSorted();
    assertThat(one.lsn()).isLessThan(two.lsn());
    assertThat(one.previousCommit()).isNegative();
    assertThat(two.previousCommit()).isNegative();
    assertThat(three.previousCommit()).isGreaterThan(commit).isLessThanOrEqualTo(three.lsn());
  }

  @Test
  void aLargeValueThatWasLeftAsItWasIsUnavailableUnlessTheOldRowHasIt() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY, big text, v int)");
    site.ask("ALTER TABLE a$ ALTER big SET STORAGE EXTERNAL");
    site.ask("INSERT INTO a$ VALUES (1, repeat('abcdefgh', 2000), 1)");
    FeedPosition position = site.begin("a");
    site.ask("UPDATE a$ SET v = 2");
    site.ask("ALTER TABLE a$ REPLICA IDENTITY FULL");
    site.ask("UPDATE a$ SET v = 3");
    List<Change> changes = site.read(position, 2, "a");
    assertThat(after(changes.get(0))).containsExactly(1, UNAVAILABLE, 2);
    assertThat(after(changes.get(1))).containsExactly(1, "abcdefgh".repeat(2000), 3);
    assertThat(before(changes.get(1))).containsExactly(1, "abcdefgh".repeat(2000), 2);
    assertThat(changes.get(1).schema().key()).containsExactly("id");
  }

  @Test
  void whatIsToldOfTheRowBeforeFollowsTheReplicaIdentity() {
    site.ask("CREATE TABLE full$ (a int, b text); ALTER TABLE full$ REPLICA IDENTITY FULL");
    site.ask("CREATE TABLE uq$ (id int PRIMARY KEY, a int UNIQUE NOT NULL, b text)");
    site.ask("ALTER TABLE uq$ REPLICA IDENTITY USING INDEX uq$_a_key");
    site.ask("INSERT INTO full$ VALUES (1, NULL); INSERT INTO uq$ VALUES (5, 6, 'x')");
    FeedPosition position = site.begin("full", "uq");
    site.ask("UPDATE full$ SET b = 'y'");
    site.ask("DELETE FROM full$");
    site.ask("DELETE FROM uq$");
    List<Change> changes = site.read(position, 3, "full", "uq");
    assertThat(before(changes.get(0))).containsExactly(1, "null");
    assertThat(before(changes.get(1))).containsExactly(1, "y");
    assertThat(changes.get(1).schema().key()).isEmpty();
    assertThat(before(changes.get(2))).containsExactly(UNAVAILABLE, 6, UNAVAILABLE);
    assertThat(changes.get(2).schema().key()).containsExactly("a");
  }

  @Test
  void aTableThatCannotSayWhichRowItWasIsRefusedAndCanStillBeChanged() {
    site.ask("CREATE TABLE nokey$ (a int); INSERT INTO nokey$ VALUES (1)");
    site.ask("CREATE TABLE nothing$ (a int PRIMARY KEY)");
    site.ask("ALTER TABLE nothing$ REPLICA IDENTITY NOTHING");
    for (String table : List.of("nokey", "nothing")) {
      assertThat(Expect.failure(ErrorKind.UNSUPPORTED, () -> site.begin(table)))
          .hasMessageContaining("REPLICA IDENTITY FULL");
    }
    site.ask("UPDATE nokey$ SET a = 2");
    assertThat(site.ask("SELECT a FROM nokey$")).isEqualTo("2");
  }

  @Test
  void aTableThatIsAddedToAFeedIsToldFromThenOn() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY); CREATE TABLE b$ (id int PRIMARY KEY)");
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO a$ VALUES (1); INSERT INTO b$ VALUES (1)");
    assertThat(site.read(position, 1, "a", "b"))
        .extracting(change -> change.schema().name())
        .containsExactly(site.table("a"));
    site.ask("INSERT INTO b$ VALUES (2); INSERT INTO a$ VALUES (2)");
    assertThat(site.read(position, 3, "a", "b"))
        .extracting(change -> change.schema().name())
        .containsExactly(site.table("a"), site.table("b"), site.table("a"));
  }

  @Test
  void truncationIsToldOfEachTable() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY); CREATE TABLE b$ (id int PRIMARY KEY)");
    FeedPosition position = site.begin("a", "b");
    site.ask("INSERT INTO a$ VALUES (1)");
    site.ask("TRUNCATE a$, b$");
    List<Change> changes = site.read(position, 3, "a", "b");
    assertThat(changes.subList(1, 3))
        .allSatisfy(change -> assertThat(change.kind()).isEqualTo(Kind.TRUNCATE));
    assertThat(changes.subList(1, 3))
        .extracting(change -> change.schema().name())
        .containsExactlyInAnyOrder(site.table("a"), site.table("b"));
    assertThat(changes).extracting(change -> change.position().index()).containsExactly(1L, 1L, 2L);
  }

  @Test
  void whatWasRolledBackInPartAndMessagesDoNotCount() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY)");
    FeedPosition position = site.begin("a");
    site.ask("BEGIN");
    site.ask("INSERT INTO a$ VALUES (1)");
    site.ask("SAVEPOINT s");
    site.ask("INSERT INTO a$ VALUES (2)");
    site.ask("ROLLBACK TO s");
    site.ask("SELECT pg_logical_emit_message(true, 'app', 'in it')");
    site.ask("SELECT pg_logical_emit_message(false, 'app', 'beside it')");
    site.ask("INSERT INTO a$ VALUES (3)");
    site.ask("COMMIT");
    site.ask("BEGIN; INSERT INTO a$ VALUES (4); ROLLBACK");
    site.ask("INSERT INTO a$ VALUES (5)");
    List<Change> changes = site.read(position, 3, "a");
    assertThat(changes)
        .extracting(PostgresFeedTest::after)
        .containsExactly(List.of(1), List.of(3), List.of(5));
    assertThat(changes).extracting(change -> change.position().index()).containsExactly(1L, 2L, 1L);
    assertThat(changes.get(0).transaction()).isEqualTo(changes.get(1).transaction());
  }

  @Test
  void aPreparedTransactionComesWhenItIsCommitted() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY)");
    FeedPosition position = site.begin("a");
    site.ask("BEGIN; INSERT INTO a$ VALUES (1); PREPARE TRANSACTION 'p'");
    site.ask("INSERT INTO a$ VALUES (2)");
    site.ask("COMMIT PREPARED 'p'");
    assertThat(site.read(position, 2, "a"))
        .extracting(PostgresFeedTest::after)
        .containsExactly(List.of(2), List.of(1));
  }

  @Test
  void computedColumnsAreLeftOutOfRowsAndChanges() {
    site.ask(
        "CREATE TABLE a$ (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED, z"
            + " int)");
    site.ask("INSERT INTO a$ VALUES (1, DEFAULT, 3)");
    Row row = site.rows("a").getFirst();
    assertThat(values(row)).containsExactly(1, 3);
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO a$ VALUES (2, DEFAULT, 4)");
    Change change = site.read(position, 1, "a").getFirst();
    assertThat(change.schema()).isEqualTo(row.schema());
    assertThat(after(change)).containsExactly(2, 4);
  }

  @Test
  void aSnapshotSaysAboutHowManyRowsThereAreWhereTheServerHasCounted() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY) PARTITION BY RANGE (id)");
    site.ask("CREATE TABLE low$ PARTITION OF a$ FOR VALUES FROM (0) TO (10)");
    site.ask("CREATE TABLE high$ PARTITION OF a$ FOR VALUES FROM (10) TO (20)");
    site.ask("CREATE TABLE b$ (id int PRIMARY KEY)");
    site.ask("INSERT INTO a$ VALUES (1), (11), (12); INSERT INTO b$ VALUES (1)");
    site.ask("ANALYZE a$");
    assertThat(site.size("a", "b")).isEmpty();
    site.ask("ANALYZE b$");
    assertThat(site.size("a", "b")).hasValue(4);
  }

  @Test
  void partitionsAreToldAsTheTableThatTheyAreOf() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY, v int) PARTITION BY RANGE (id)");
    site.ask("CREATE TABLE low$ PARTITION OF a$ FOR VALUES FROM (0) TO (10)");
    site.ask("CREATE TABLE high$ PARTITION OF a$ FOR VALUES FROM (10) TO (20)");
    site.ask("INSERT INTO a$ VALUES (1, 1), (11, 2)");
    assertThat(site.rows("a"))
        .extracting(PostgresFeedTest::values)
        .containsExactlyInAnyOrder(List.of(1, 1), List.of(11, 2));
    FeedPosition position = site.begin("a");
    site.ask("UPDATE a$ SET v = 5 WHERE id = 1");
    site.ask("UPDATE a$ SET id = 12 WHERE id = 1");
    site.ask("INSERT INTO high$ VALUES (13, 6)");
    List<Change> changes = site.read(position, 4, "a");
    assertThat(changes)
        .allSatisfy(change -> assertThat(change.schema().name()).isEqualTo(site.table("a")));
    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(Kind.UPDATE, Kind.DELETE, Kind.INSERT, Kind.INSERT);
  }

  @Test
  void eachChangeHasTheColumnsThatTheTableHadThen() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY, v int)");
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO a$ VALUES (1, 1)");
    site.ask("ALTER TABLE a$ ADD COLUMN extra text NOT NULL DEFAULT 'e'");
    site.ask("BEGIN; INSERT INTO a$ VALUES (2, 2, 'ee'); ALTER TABLE a$ DROP COLUMN v");
    site.ask("INSERT INTO a$ VALUES (3, 'f'); ALTER TABLE a$ RENAME extra TO other");
    site.ask("INSERT INTO a$ VALUES (4, 'g'); COMMIT");
    site.ask("ALTER TABLE a$ ALTER id TYPE bigint");
    site.ask("INSERT INTO a$ VALUES (5, 'h')");
    List<Change> changes = site.read(position, 5, "a");
    assertThat(changes)
        .extracting(PostgresFeedTest::columns)
        .containsExactly(
            List.of("id", "v"),
            List.of("id", "v", "extra"),
            List.of("id", "extra"),
            List.of("id", "other"),
            List.of("id", "other"));
    assertThat(changes)
        .extracting(PostgresFeedTest::after)
        .containsExactly(
            List.of(1, 1), List.of(2, 2, "ee"), List.of(3, "f"), List.of(4, "g"), List.of(5L, "h"));
    site.ask("DROP TABLE a$");
    assertThat(site.read(position, 5, "a"))
        .extracting(PostgresFeedTest::after)
        .last()
        .isEqualTo(List.of(5L, "h"));
  }

  @Test
  void aLargeTransactionComesInPartsAndIsResumedInside() {
    site.ask("CREATE TABLE a$ (id int PRIMARY KEY, t text)");
    FeedPosition position = site.begin("a");
    site.ask("INSERT INTO a$ SELECT i, repeat('x', 500) FROM generate_series(1, 50000) i");
    FeedPosition middle = position;
    int next = 1;
    try (ChangeFeed feed = site.feeds.follow(site.request("a"), position)) {
      while (next <= 20_000) {
        var batch = feed.poll(700, Duration.ofSeconds(30));
        for (Change change : batch.changes()) {
          assertThat(change.after().orElseThrow().value(0)).isEqualTo(next++);
        }
        middle = batch.through();
      }
    }
    assertThat(middle.isInside()).isTrue();
    List<Change> rest = site.read(middle, 50_000 - next + 1, "a");
    assertThat(rest.getFirst().after().orElseThrow().value(0)).isEqualTo(next);
    assertThat(rest.getLast().after().orElseThrow().value(0)).isEqualTo(50_000);
  }

  @Test
  void oddNamesAndTextsAreToldAsTheyAre() {
    site.ask("CREATE TABLE \"Odd \"\"Name\"\"$\" (\"Col \\ X\" int PRIMARY KEY, t text)");
    String text =
        "tab\t, line\n"
            + ", return\r"
            + ", back\\slash, \\N, bell\b, feed\f, vertical\u000b, é\uD83D\uDE00, ";
    site.ask("INSERT INTO \"Odd \"\"Name\"\"$\" VALUES (1, '" + text + "'), (2, ''), (3, NULL)");
    assertThat(site.rows("Odd \"Name\""))
        .extracting(PostgresFeedTest::values)
        .containsExactlyInAnyOrder(List.of(1, text), List.of(2, ""), List.of(3, "null"));
    FeedPosition position = site.begin("Odd \"Name\"");
    site.ask("UPDATE \"Odd \"\"Name\"\"$\" SET \"Col \\ X\" = 9 WHERE t = ''");
    Change change = site.read(position, 1, "Odd \"Name\"").getFirst();
    assertThat(after(change)).containsExactly(9, "");
    assertThat(columns(change)).containsExactly("Col \\ X", "t");
  }
}
