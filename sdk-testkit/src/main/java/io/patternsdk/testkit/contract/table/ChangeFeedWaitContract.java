package io.patternsdk.testkit.contract.table;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.ShortTimeout;
import io.patternsdk.testkit.contract.internal.Waiting;
import java.time.Duration;

/** What {@link ChangeFeed#poll} promises of waiting. */
final class ChangeFeedWaitContract {
  private final Subject subject;
  private final ChangeFeeds feeds;
  private final Tables tables;

  ChangeFeedWaitContract(Subject subject) {
    this.subject = subject;
    this.feeds = subject.require(CHANGEFEED_BASIC);
    this.tables = new Tables(subject.require(TABLE_UPSERT));
    subject.closing(() -> feeds.drop("feed"));
  }

  private ChangeFeed follow() {
    return follow(feeds, tables);
  }

  private ChangeFeed follow(ChangeFeeds own, Tables ownTables) {
    FeedRequest feed = FeedRequest.of("feed", ownTables.schema.name());
    try (FeedSnapshot snapshot = own.snapshot(feed)) {
      return subject.closing(own.follow(feed, snapshot.position()));
    }
  }

  private Waiting<FeedBatch> waiting(ChangeFeed feed) {
    return Waiting.on(subject, () -> poll(feed));
  }

  /** Polls until there is a change or the deadline has passed. */
  private static FeedBatch poll(ChangeFeed feed) {
    return feed.poll(10, Waiting.VERY_LONG);
  }

  @Case
  void aWaitWithoutAChangeEndsEmptyAndNeverEarly() {
    checkWait(follow(), Duration.ofMillis(200));
  }

  @Case
  void aWaitMayBeLongerThanTheOperationTimeout() {
    Backend impatient = subject.impatient(Duration.ofSeconds(1));
    ChangeFeeds own = impatient.require(CHANGEFEED_BASIC);
    ShortTimeout.outlast(
        () -> {
          Tables ownTables = new Tables(impatient.require(TABLE_UPSERT));
          try (ChangeFeed feed = follow(own, ownTables)) {
            checkWait(feed, Duration.ofSeconds(2));
          }
        });
  }

  private static void checkWait(ChangeFeed feed, Duration wait) {
    long start = System.nanoTime();
    assertThat(feed.poll(1, wait).changes()).isEmpty();
    NeverEarly.waited(start, wait);
  }

  @Case
  void aChangeWakesWhoWaits() {
    Waiting<FeedBatch> waiting = waiting(follow());
    tables.apply(tables.upsert(1, "one", 1));
    assertThat(waiting.result().changes()).hasSize(1);
  }

  @Case
  void aWaitEndsEmptyAtTheDeadline() {
    ChangeFeed feed = follow();
    assertThat(Waiting.until(Duration.ofMillis(200), subject, () -> poll(feed)).changes())
        .isEmpty();
  }

  @Case
  void anInterruptEndsAWaitAndLosesNothing() {
    ChangeFeed feed = follow();
    Waiting<FeedBatch> waiting = waiting(feed);
    waiting.thread().interrupt();
    Expect.thrown(ErrorKind.CANCELLED, catchThrowable(waiting::result));
    assertThat(waiting.flag().join()).as("interrupt flag after the call").isTrue();
    Waiting<FeedBatch> again = waiting(feed);
    tables.apply(tables.upsert(1, "one", 1));
    assertThat(again.result().changes()).hasSize(1);
  }

  @Case
  void closingTheFeedEndsItsWait() {
    ChangeFeed feed = follow();
    Waiting<FeedBatch> waiting = waiting(feed);
    feed.close();
    checkEnded(waiting);
    Expect.failure(ErrorKind.CLOSED, () -> feed.poll(1, Duration.ZERO));
  }

  @Case
  void closingTheDriverEndsAWait() {
    Backend own = subject.fresh();
    ChangeFeeds ownFeeds = own.require(CHANGEFEED_BASIC);
    Tables ownTables = new Tables(own.require(TABLE_UPSERT));
    FeedRequest feed = FeedRequest.of("own", ownTables.schema.name());
    FeedPosition position;
    try (FeedSnapshot snapshot = ownFeeds.snapshot(feed)) {
      position = snapshot.position();
    }
    Waiting<FeedBatch> waiting = waiting(ownFeeds.follow(feed, position));
    own.close();
    checkEnded(waiting);
    if (subject.variant().shared()) {
      assertThat(feeds.drop("own")).isTrue();
    }
  }

  private static void checkEnded(Waiting<FeedBatch> waiting) {
    Throwable thrown = catchThrowable(() -> assertThat(waiting.result().changes()).isEmpty());
    if (thrown != null) {
      Expect.thrown(ErrorKind.CLOSED, thrown);
    }
  }
}
