package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FairPermitsTest {
  private final Places places = new Places(2, 1);

  /** One that is given a place while it looks for one. */
  @SuppressWarnings("serial")
  private final FairPermits permits =
      new FairPermits(places) {
        @Override
        protected int tryAcquireShared(int one) {
          if (isQueued(Thread.currentThread()) && places.taken() == 2) {
            give();
            assertThat(places.takeNear()).as("overtaking").isFalse();
          }
          return super.tryAcquireShared(one);
        }
      };

  @Test
  void placesAreNotSpreadWhileSomebodyWaits() throws InterruptedException {
    assertThat(permits.tryTake()).isTrue();
    assertThat(permits.tryTake()).isTrue();
    assertThat(permits.take(Duration.ofMinutes(1).toNanos())).isTrue();
    assertThat(places.taken()).isEqualTo(2);
  }
}
