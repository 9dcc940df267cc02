package io.patternsdk.concurrency.guard;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.Site;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of bytes through the guard. */
class GuardedBlobsTest {
  private static final byte[] SOME = new byte[1 << 10];
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final MovableClock clock = MovableClock.create();
  private final SlowBlobs driver = new SlowBlobs(clock);
  private final Bulkhead bulkhead = Bulkhead.of("blobs", 1, Duration.ZERO);
  private final CircuitBreaker breaker =
      CircuitBreaker.named("blobs").maxFailures(1).clock(clock).build();
  private final Guard guard =
      Guard.builder()
          .retry(Retry.named("blobs").maxAttempts(3).random(() -> 0).clock(clock).build())
          .bulkhead(bulkhead)
          .breaker(breaker)
          .timeLimit(new TimeLimit(LIMIT, clock))
          .build();
  private final Blobs blobs =
      BLOB_BASIC.forward(driver, Wiring.at(new Site("files", "s3")).layers(List.of(guard)));

  @Test
  void anUploadHoldsItsPlaceUntilItIsClosed() {
    try (BlobWriter one = blobs.put("one")) {
      one.write(SOME);
      assertThatExceptionOfType(RejectedException.class)
          .isThrownBy(() -> blobs.put("two"))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.FULL));
    }
    blobs.put("two").close();
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void whatMakesProgressMayTakeAsLongAsItLikes() {
    try (BlobWriter large = blobs.put("large")) {
      for (int i = 0; i < 100; i++) {
        large.write(SOME);
      }
      assertThat(large.finish()).isPresent();
    }
    assertThat(driver.stored.get("large")).hasSize(100 << 10);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void whatMakesNoProgressIsGivenUpAndLeavesNothing() {
    try (BlobWriter stalled = blobs.put("stalled")) {
      stalled.write(SOME);
      driver.stepTakes = LIMIT.plusSeconds(1);
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> stalled.write(SOME))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
    }
    assertThat(driver.stored).isEmpty();
    assertThat(breaker.state()).as("heard of the step").isEqualTo(BreakerState.OPEN);
  }

  @Test
  void anOpenBreakerRefusesWhatComesAndNotWhatIsUnderWay() {
    try (BlobWriter one = blobs.put("one")) {
      breaker.forceOpen();
      one.write(SOME);
      assertThat(one.finish()).isPresent();
    }
    assertThat(driver.stored).containsKey("one");
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> blobs.put("two"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.OPEN));
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void aStepIsNeverRepeated() {
    try (BlobWriter one = blobs.put("one")) {
      driver.down = true;
      assertThatExceptionOfType(BackendException.class).isThrownBy(() -> one.write(SOME));
    }
    assertThat(driver.openings).isEqualTo(1);
  }

  @Test
  void openingReplacesNothingAndIsRepeated() {
    Guard retrying =
        Guard.builder()
            .retry(Retry.named("blobs").maxAttempts(3).random(() -> 0).clock(clock).build())
            .build();
    Blobs repeated =
        BLOB_BASIC.forward(driver, Wiring.at(new Site("files", "s3")).layers(List.of(retrying)));
    driver.failingOpenings = 1;
    repeated.put("one").close();
    assertThat(driver.openings).isEqualTo(2);
    assertThat(driver.stored).isEmpty();
  }
}
