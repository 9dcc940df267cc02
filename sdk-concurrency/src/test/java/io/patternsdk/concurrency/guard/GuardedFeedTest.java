package io.patternsdk.concurrency.guard;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.table.TableName;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A feed of changes through the guard. */
class GuardedFeedTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MovableClock clock = MovableClock.create();
  private final Bulkhead bulkhead = Bulkhead.of("feed", 1, Duration.ZERO);
  private final CircuitBreaker breaker =
      CircuitBreaker.named("feed").maxFailures(2).clock(clock).build();
  private final Guard guard =
      Guard.builder()
          .retry(Retry.named("feed").maxAttempts(3).random(() -> 0).clock(clock).build())
          .bulkhead(bulkhead)
          .breaker(breaker)
          .timeLimit(new TimeLimit(Duration.ofSeconds(5), clock))
          .build();
  private final List<Object> seen = new ArrayList<>();
  private int failing;
  private final ChangeFeeds feeds =
      CHANGEFEED_BASIC.forward(
          new Following(), Wiring.at(new Site("source", "postgres")).layers(List.of(guard)));

  private final class Following implements ChangeFeeds {
    @Override
    public FeedSnapshot snapshot(FeedRequest feed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FeedChunks chunks(FeedRequest feed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ChangeFeed follow(FeedRequest feed, FeedPosition after) {
      seen.add(feed.name() + " after " + after);
      return new Feed();
    }

    @Override
    public Optional<FeedPosition> confirmed(String feed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean drop(String feed) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Feed implements ChangeFeed {
    @Override
    public FeedBatch poll(int max, Duration wait) {
      failIfToldTo();
      seen.add(Deadline.current().remaining());
      clock.advance(wait);
      return new FeedBatch(List.of(), behind(8));
    }

    @Override
    public void confirm(FeedPosition position) {
      failIfToldTo();
      seen.add("confirmed " + position);
    }

    @Override
    public void close() {
      seen.add("closed");
    }
  }

  private void failIfToldTo() {
    if (failing > 0) {
      failing--;
      throw new BackendException(ErrorKind.UNAVAILABLE, "connection lost");
    }
  }

  private static FeedPosition behind(long commit) {
    return FeedPosition.behind("source", commit);
  }

  private ChangeFeed follow() {
    return feeds.follow(FeedRequest.of("orders", new TableName("public", "orders")), behind(7));
  }

  @Test
  void aFeedThatWaitsHoldsNoPlaceAndIsNeverSlow() {
    try (ChangeFeed feed = follow()) {
      bulkhead.acquire();
      assertThat(feed.poll(10, LONG).through()).isEqualTo(behind(8));
      bulkhead.release();
      feed.confirm(behind(8));
    }
    assertThat(seen)
        .containsExactly(
            "orders after source@7:end", LONG.plusSeconds(5), "confirmed source@8:end", "closed");
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void aFailureMovesNothingOnSoEachStepIsRepeated() {
    try (ChangeFeed feed = follow()) {
      failing = 1;
      assertThat(feed.poll(1, LONG).through()).isEqualTo(behind(8));
      failing = 1;
      feed.confirm(behind(8));
    }
    assertThat(seen).hasSize(4).contains("confirmed source@8:end");
  }

  @Test
  void theBreakerHearsOfEachStep() {
    try (ChangeFeed feed = follow()) {
      failing = 2;
      assertThatExceptionOfType(BackendException.class).isThrownBy(() -> feed.poll(1, LONG));
      assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> feed.poll(1, LONG));
    }
    assertThat(failing).as("the third attempt was refused").isZero();
  }
}
