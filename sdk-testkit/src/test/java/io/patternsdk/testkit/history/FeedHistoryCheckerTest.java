package io.patternsdk.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Row;
import io.patternsdk.testkit.history.FeedHistory.True;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedHistoryCheckerTest {
  private static final int RUNS = 100;
  private static final int TRANSACTIONS = 30;

  @Test
  void passesWhatIsRight() {
    for (long seed = 0; seed < RUNS; seed++) {
      FeedHistory history = history(seed);
      assertThat(FeedHistoryChecker.check(history, 0, seen(history, 0)))
          .as("seed %d", seed)
          .isEmpty();
      assertThat(FeedHistoryChecker.check(history, 7, seen(history, 7))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsEachFlawInEachRun(FeedFlaw flaw) {
    for (long seed = 0; seed < RUNS; seed++) {
      FeedHistory history = history(seed);
      List<Change> seen = seen(history, 0);
      spoil(flaw, seen, history, new SplittableRandom(seed));
      assertThat(FeedHistoryChecker.check(history, 0, seen)).as("seed %d", seed).isNotEmpty();
    }
  }

  private static FeedHistory history(long seed) {
    FeedHistory history = new FeedHistory(seed, "t");
    while (history.size() < TRANSACTIONS) {
      history.next();
    }
    return history;
  }

  private static List<Change> seen(FeedHistory history, int from) {
    List<Change> seen = new ArrayList<>();
    long commit = 100;
    for (List<True> transaction : history.transactionsFrom(from)) {
      commit += 3;
      for (int i = 0; i < transaction.size(); i++) {
        True change = transaction.get(i);
        Row row = change.after().or(change::before).orElseThrow();
        seen.add(
            new Change(
                new FeedPosition("source", commit, i + 1L),
                change.kind(),
                row.schema(),
                change.kind() == Kind.INSERT ? Optional.empty() : change.before(),
                change.after(),
                "" + commit,
                Instant.EPOCH));
      }
    }
    return seen;
  }

  private static void spoil(
      FeedFlaw flaw, List<Change> seen, FeedHistory history, SplittableRandom random) {
    int some = 1 + random.nextInt(seen.size() - 2);
    Change change = seen.get(some);
    switch (flaw) {
      case A_CHANGE_IS_MISSING -> seen.remove(some);
      case A_CHANGE_COMES_TWICE -> seen.add(some, change);
      case TWO_CHANGES_ARE_EXCHANGED -> exchange(seen, longest(seen, history));
      case TWO_TRANSACTIONS_ARE_EXCHANGED -> Collections.rotate(seen, size(history, 0));
      case A_ROW_IS_AN_OLDER_ONE -> {
        int place = of(seen, Kind.UPDATE);
        Change update = seen.get(place);
        seen.set(place, with(update, update.position(), Kind.UPDATE, update.before()));
      }
      case A_KIND_IS_ANOTHER -> {
        int place = of(seen, Kind.UPDATE);
        Change update = seen.get(place);
        Change other = with(update, update.position(), Kind.INSERT, update.after());
        seen.set(place, other);
      }
      case A_TRANSACTION_FALLS_APART -> {
        int place = longest(seen, history);
        FeedPosition position = seen.get(place + 1).position();
        move(seen, place + 1, new FeedPosition("source", position.commit() + 1, 1));
      }
      case TWO_TRANSACTIONS_ARE_ONE -> {
        int size = size(history, 0);
        move(seen, size, new FeedPosition("source", seen.getFirst().position().commit(), size + 1));
      }
      case POSITIONS_COUNT_WHAT_WAS_ROLLED_BACK -> {
        FeedPosition position = change.position();
        move(seen, some, new FeedPosition("source", position.commit(), position.index() + 1));
      }
      case THE_END_IS_MISSING -> seen.removeLast();
      case A_CHANGE_IS_INVENTED -> {
        FeedPosition behind = new FeedPosition("source", 1_000_000, 1);
        Change update = seen.get(of(seen, Kind.UPDATE));
        seen.add(with(update, behind, Kind.UPDATE, update.after()));
      }
    }
  }

  private static int size(FeedHistory history, int transaction) {
    return history.transactionsFrom(transaction).getFirst().size();
  }

  /** Where the first transaction begins that has several changes, the first two of which differ. */
  private static int longest(List<Change> seen, FeedHistory history) {
    int place = 0;
    for (List<True> transaction : history.transactionsFrom(0)) {
      if (transaction.size() > 1) {
        return place;
      }
      place += transaction.size();
    }
    throw new AssertionError("no transaction of " + seen.size() + " changes has several");
  }

  private static void exchange(List<Change> seen, int place) {
    Collections.swap(seen, place, place + 1);
  }

  private static int of(List<Change> seen, Kind kind) {
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i).kind() == kind) {
        return i;
      }
    }
    throw new AssertionError("nothing is of kind " + kind);
  }

  private static void move(List<Change> seen, int place, FeedPosition to) {
    Change change = seen.get(place);
    seen.set(place, with(change, to, change.kind(), change.after()));
  }

  private static Change with(Change change, FeedPosition to, Kind kind, Optional<Row> after) {
    Optional<Row> before = kind == Kind.INSERT ? Optional.empty() : change.before();
    return new Change(to, kind, change.schema(), before, after, "", change.committed());
  }
}
