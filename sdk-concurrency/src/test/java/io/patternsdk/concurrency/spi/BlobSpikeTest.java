package io.patternsdk.concurrency.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.spi.Blobs.Writer;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.Site;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of bytes through the guard, by a capability that the core does not know. */
class BlobSpikeTest {
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
      forward(Blobs.BLOB_BASIC, driver, Wiring.at(new Site("files", "s3")).layers(List.of(guard)));

  private static <T> T forward(Capability<T> capability, T driver, Wiring wiring) {
    return capability.forward(driver, wiring);
  }

  @Test
  void anUploadHoldsItsPlaceUntilItIsClosed() {
    try (Writer one = blobs.put("one", false)) {
      one.write(SOME);
      assertThatExceptionOfType(RejectedException.class)
          .isThrownBy(() -> blobs.put("two", false))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.FULL));
    }
    blobs.put("two", false).close();
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void whatMakesProgressMayTakeAsLongAsItLikes() {
    try (Writer large = blobs.put("large", false)) {
      for (int i = 0; i < 100; i++) {
        large.write(SOME);
      }
      large.finish();
    }
    assertThat(driver.stored.get("large")).hasSize(100 << 10);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void whatMakesNoProgressIsGivenUpAndLeavesNothing() {
    try (Writer stalled = blobs.put("stalled", false)) {
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
    try (Writer one = blobs.put("one", false)) {
      breaker.forceOpen();
      one.write(SOME);
      one.finish();
    }
    assertThat(driver.stored).containsKey("one");
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> blobs.put("two", false))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.OPEN));
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void aStepIsNeverRepeated() {
    try (Writer one = blobs.put("one", false)) {
      driver.down = true;
      assertThatExceptionOfType(BackendException.class).isThrownBy(() -> one.write(SOME));
    }
    assertThat(driver.openings).isEqualTo(1);
  }

  @Test
  void eachCallSaysWhetherItMayBeRepeated() {
    Guard retrying =
        Guard.builder()
            .retry(Retry.named("blobs").maxAttempts(3).random(() -> 0).clock(clock).build())
            .build();
    Blobs repeated =
        forward(
            Blobs.BLOB_BASIC, driver, Wiring.at(new Site("files", "s3")).layers(List.of(retrying)));
    driver.failingOpenings = 1;
    repeated.put("plain", false).close();
    assertThat(driver.openings).isEqualTo(2);

    driver.failingOpenings = 1;
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> repeated.put("conditional", true));
    assertThat(driver.openings).isEqualTo(3);
  }
}
