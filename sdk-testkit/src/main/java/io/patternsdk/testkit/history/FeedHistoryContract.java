package io.patternsdk.testkit.history;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Generated transactions, a snapshot between two of them, and a reader that is stopped and resumed
 * from stored positions, confirms now and then, and meets failures: what it has seen is the true
 * history. How many histories there are {@link Rounds#histories} says.
 */
public final class FeedHistoryContract {
  private static final int BEFORE = 20;
  private static final int AFTER = 60;
  private static final double OFTEN = 0.05;

  private final Subject subject;

  FeedHistoryContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsSeenIsTheTrueHistory() {
    Rounds.eachHistory(this::run);
  }

  private void run(long seed) {
    FaultPlan plan = FaultPlan.seeded(seed, Clock.system());
    plan.sometimes(OFTEN, "changefeed_basic.poll_changes", Fault.refused(ErrorKind.UNAVAILABLE));
    plan.sometimes(OFTEN, "changefeed_basic.confirm", Fault.ambiguous(ErrorKind.TIMED_OUT));
    Capabilities failing = subject.backend().capabilities("history", List.of(plan));
    ChangeFeeds feeds = failing.require(CHANGEFEED_BASIC);
    TableUpsert tables = subject.require(TABLE_UPSERT);
    FeedHistory history =
        new FeedHistory(seed, "h" + UUID.randomUUID().toString().replace("-", ""));
    history.schemas().forEach(schema -> tables.define(schema, SchemaPolicy.CREATE));
    Set<TableName> names = new HashSet<>();
    history.schemas().forEach(schema -> names.add(schema.name()));
    FeedRequest feed = new FeedRequest("feed " + seed, names);
    apply(history, tables, BEFORE);
    int before = history.size();
    FeedPosition position;
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
      Map<List<Object>, Row> rows = history.rows();
      apply(history, tables, AFTER / 2);
      position = snapshot.position();
      assertThat(all(snapshot)).isEqualTo(rows);
    }
    apply(history, tables, AFTER / 2);
    try {
      List<Change> seen = read(feeds, feed, position, history, before, seed);
      assertThat(FeedHistoryChecker.check(history, before, seen)).as("seed %d", seed).isEmpty();
    } finally {
      feeds.drop(feed.name());
    }
  }

  private static void apply(FeedHistory history, TableUpsert tables, int transactions) {
    for (int i = 0; i < transactions; i++) {
      tables.apply(history.next(), new Progress("history", 1, "" + history.size()));
    }
  }

  private static Map<List<Object>, Row> all(FeedSnapshot snapshot) {
    Map<List<Object>, Row> rows = new HashMap<>();
    for (var page = snapshot.rows(7); !page.isEmpty(); page = snapshot.rows(7)) {
      for (Change change : page) {
        Row row = change.after().orElseThrow();
        assertThat(rows.put(FeedHistory.place(row), row)).as("%s twice", row).isNull();
      }
    }
    return rows;
  }

  private List<Change> read(
      ChangeFeeds feeds,
      FeedRequest feed,
      FeedPosition from,
      FeedHistory history,
      int before,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int expected = history.transactionsFrom(before).stream().mapToInt(List::size).sum();
    List<Change> seen = new ArrayList<>();
    FeedPosition position = from;
    for (int life = 0; seen.size() < expected; life++) {
      assertThat(life).as("lives of the reader, seed %d", seed).isLessThan(1_000);
      try (ChangeFeed following = feeds.follow(feed, FeedPosition.parse(position.toString()))) {
        while (seen.size() < expected && random.nextInt(8) > 0) {
          FeedBatch batch = following.poll(1 + random.nextInt(9), Duration.ofMillis(20));
          seen.addAll(batch.changes());
          position = batch.through();
          if (random.nextInt(4) == 0) {
            following.confirm(position);
          }
        }
      } catch (BackendException e) { // the reader begins its next life
        assertThat(e.kind()).isIn(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
      }
    }
    return seen;
  }
}
