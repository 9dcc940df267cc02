package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What is left of tables and feeds where the power goes. */
final class TablePowerLossContract {
  private final Subject subject;

  TablePowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsAppliedIsThereAfterALossOfPower() {
    synced(TablePowerLossContract::checkApplied);
  }

  private static void checkApplied(PowerLoss power) {
    Tables tables = new Tables(power.backend().require(TABLE_UPSERT));
    tables.apply(tables.upsert(1, "one", 1), tables.upsert(2, "two", 1));
    tables.apply(tables.upsert(1, "three", 2), tables.delete(2, 5));
    TableUpsert left = power.left().require(TABLE_UPSERT);
    assertThat(left.find(tables.row(1, null))).contains(tables.row(1, "three"));
    assertThat(left.count(tables.schema.name())).isEqualTo(1);
    assertThat(left.progress("writer")).isEqualTo(tables.store.progress("writer"));
    assertThat(left.apply(List.of(tables.upsert(2, "late", 4)), left.progress("writer").get()))
        .isZero();
  }

  @Case
  void aFeedGoesOnAfterALossOfPower() {
    synced(TablePowerLossContract::checkFeed);
  }

  private static void checkFeed(PowerLoss power) {
    ChangeFeeds feeds = power.backend().require(CHANGEFEED_BASIC);
    Tables tables = new Tables(power.backend().require(TABLE_UPSERT));
    FeedRequest feed = FeedRequest.of("feed", tables.schema.name());
    FeedPosition position;
    try (FeedSnapshot snapshot = feeds.snapshot(feed)) {
      position = snapshot.position();
    }
    tables.apply(tables.upsert(1, "one", 1));
    tables.apply(tables.upsert(1, "two", 2), tables.delete(1, 3));
    List<Change> all = read(power.backend(), feed, position);
    assertThat(all).hasSize(3);
    assertThat(read(power.left(), feed, position)).isEqualTo(all);
    FeedPosition first = all.getFirst().position();
    try (ChangeFeed following = feeds.follow(feed, first)) {
      following.confirm(first);
    }
    assertThat(read(power.left(), feed, first)).isEqualTo(all.subList(1, 3));
  }

  private static List<Change> read(Backend backend, FeedRequest feed, FeedPosition after) {
    try (ChangeFeed following = backend.require(CHANGEFEED_BASIC).follow(feed, after)) {
      return following.poll(100, Duration.ofSeconds(10)).changes();
    }
  }

  private void synced(Consumer<PowerLoss> check) {
    if (subject.traits(CHANGEFEED_BASIC).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(check);
    }
  }
}
