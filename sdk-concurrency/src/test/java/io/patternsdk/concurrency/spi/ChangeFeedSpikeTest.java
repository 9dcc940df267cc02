package io.patternsdk.concurrency.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.spi.Feeds.Feed;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.Site;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feed of changes through the guard, by a capability that the core does not know. */
class ChangeFeedSpikeTest {
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
  private final Feeds feeds =
      Feeds.CHANGEFEED_BASIC.forward(
          this::follow, Wiring.at(new Site("source", "postgres")).layers(List.of(guard)));

  private Feed follow(String table, long from) {
    seen.add(table + " from " + from);
    return new Feed() {
      @Override
      public List<String> poll(int max, Duration wait) {
        if (failing > 0) {
          failing--;
          throw new BackendException(ErrorKind.UNAVAILABLE, "connection lost");
        }
        seen.add(Deadline.current().remaining());
        clock.advance(wait);
        return List.of("insert");
      }

      @Override
      public void confirm(long position) {
        if (failing > 0) {
          failing--;
          throw new BackendException(ErrorKind.UNAVAILABLE, "no answer");
        }
        seen.add("confirmed " + position);
      }

      @Override
      public void close() {
        seen.add("closed");
      }
    };
  }

  @Test
  void aFeedThatWaitsHoldsNoPlaceAndIsNeverSlow() {
    try (Feed feed = feeds.follow("orders", 7)) {
      bulkhead.acquire();
      assertThat(feed.poll(10, LONG)).containsExactly("insert");
      bulkhead.release();
      feed.confirm(8);
    }
    assertThat(seen).containsExactly("orders from 7", LONG.plusSeconds(5), "confirmed 8", "closed");
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void confirmingIsRepeatedAndPollingIsNot() {
    Feed feed = feeds.follow("orders", 7);
    failing = 1;
    feed.confirm(8);
    failing = 1;
    assertThatExceptionOfType(BackendException.class).isThrownBy(() -> feed.poll(1, LONG));
    assertThat(seen).containsExactly("orders from 7", "confirmed 8");
  }

  @Test
  void theBreakerHearsOfEachStep() {
    Feed feed = feeds.follow("orders", 7);
    failing = 2;
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(BackendException.class).isThrownBy(() -> feed.poll(1, LONG));
    }
    assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> feed.poll(1, LONG));
  }
}
