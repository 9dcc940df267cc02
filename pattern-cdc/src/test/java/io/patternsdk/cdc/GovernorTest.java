package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.CdcSettings.Retained;
import io.patternsdk.cdc.CdcSettings.Retained.Policy;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBacklog;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What becomes of a source that keeps more and more. */
class GovernorTest {
  private static final long LIMIT = 10_000;

  private final MovableClock clock = MovableClock.create();
  private final Source source = new Source();
  private final List<String> failures = new ArrayList<>();
  private Optional<FeedPosition> confirmed = Optional.empty();

  /** A source that says what the test wants. */
  private static final class Source implements ChangeFeeds {
    private Optional<FeedBacklog> backlog = Optional.empty();
    private boolean dropped;

    void keeps(long end, long unconfirmed, long kept, OptionalLong limit, String holder) {
      backlog =
          Optional.of(
              new FeedBacklog(
                  FeedPosition.before("source", end),
                  unconfirmed,
                  kept,
                  limit,
                  7,
                  Optional.of(holder).filter(text -> !text.isEmpty())));
    }

    @Override
    public Optional<FeedBacklog> backlog(String feed) {
      return backlog;
    }

    @Override
    public boolean drop(String feed) {
      dropped = true;
      return true;
    }

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
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<FeedPosition> confirmed(String feed) {
      throw new UnsupportedOperationException();
    }
  }

  private Governor governor(Policy policy, OptionalLong limit) {
    return new Governor(
        source,
        "feed",
        new Retained(limit, policy, Duration.ofSeconds(1)),
        clock,
        () -> confirmed,
        failure -> failures.add(failure.getMessage()));
  }

  @Test
  void halfOfTheLimitIsAWorryThatEnds() {
    Governor governor = governor(Policy.STOP, OptionalLong.of(LIMIT));
    source.keeps(100, 4_999, 4_999, OptionalLong.empty(), "");
    assertThat(governor.isOver(() -> true)).isFalse();
    assertThat(governor.worry()).isEmpty();
    source.keeps(200, 5_000, 5_000, OptionalLong.empty(), "");
    assertThat(governor.isOver(() -> true)).isFalse();
    assertThat(governor.worry().orElseThrow()).contains("5,000 were not confirmed");
    source.keeps(200, 0, 6_000, OptionalLong.empty(), "a transaction of process 77");
    assertThat(governor.isOver(() -> true)).isFalse();
    assertThat(governor.worry().orElseThrow()).contains("for a transaction of process 77");
    source.keeps(200, 0, 100, OptionalLong.empty(), "");
    assertThat(governor.isOver(() -> true)).isFalse();
    assertThat(governor.worry()).isEmpty();
    assertThat(failures).isEmpty();
  }

  @Test
  void atTheLimitThePolicyDecides() {
    source.keeps(100, LIMIT, LIMIT, OptionalLong.empty(), "");
    assertThat(governor(Policy.WARN, OptionalLong.of(LIMIT)).isOver(() -> true)).isFalse();
    assertThat(failures).isEmpty();
    assertThat(governor(Policy.STOP, OptionalLong.of(LIMIT)).isOver(() -> true)).isTrue();
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst()).contains("10,000 bytes").doesNotContain("dropped");
    assertThat(source.dropped).isFalse();
    assertThat(governor(Policy.DROP, OptionalLong.of(LIMIT)).isOver(() -> true)).isTrue();
    assertThat(failures.getLast()).contains("dropped: take a snapshot");
    assertThat(source.dropped).isTrue();
  }

  @Test
  void whoDoesNotLeadDropsNothing() {
    source.keeps(100, LIMIT, LIMIT, OptionalLong.empty(), "");
    assertThat(governor(Policy.DROP, OptionalLong.of(LIMIT)).isOver(() -> false)).isTrue();
    assertThat(source.dropped).isFalse();
    assertThat(failures).isEmpty();
  }

  @Test
  void theLimitOfTheSourceIsWarnedOfAndNothingElse() {
    Governor governor = governor(Policy.DROP, OptionalLong.empty());
    source.keeps(100, LIMIT, LIMIT, OptionalLong.of(LIMIT), "");
    assertThat(governor.isOver(() -> true)).isFalse();
    assertThat(governor.worry()).isPresent();
    assertThat(source.dropped).isFalse();
  }

  @Test
  void theLagIsTheAgeOfTheOldestEndThatIsNotConfirmed() {
    Governor governor = governor(Policy.WARN, OptionalLong.empty());
    assertThat(governor.isOver(() -> true)).isFalse();
    assertThat(governor.status()).isEmpty();
    assertThat(behind(governor, 100)).isZero();
    clock.advance(Duration.ofSeconds(3));
    assertThat(behind(governor, 200)).isEqualTo(Duration.ofSeconds(3));
    confirmed = Optional.of(FeedPosition.before("source", 150));
    clock.advance(Duration.ofSeconds(2));
    assertThat(behind(governor, 200)).isEqualTo(Duration.ofSeconds(2));
    confirmed = Optional.of(FeedPosition.before("source", 200));
    assertThat(behind(governor, 200)).isZero();
  }

  private Duration behind(Governor governor, long end) {
    source.keeps(end, 0, 0, OptionalLong.empty(), "");
    assertThat(governor.isOver(() -> true)).isFalse();
    return governor.status().orElseThrow().behind();
  }
}
