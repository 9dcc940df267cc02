package io.patternsdk.concurrency.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.patternsdk.concurrency.fixtures.Threads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairPermitsTest {
  private static final long LONG = Duration.ofMinutes(1).toNanos();

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
    assertThat(permits.take(LONG)).isTrue();
    assertThat(places.taken()).isEqualTo(2);
  }

  @Test
  void nobodyOvertakesWhoWaits() throws InterruptedException {
    FairPermits plain = new FairPermits(places);
    assertThat(plain.tryTake()).isTrue();
    assertThat(plain.tryTake()).isTrue();
    List<Thread> waiter =
        Threads.start(1, () -> assertThatCode(() -> plain.take(LONG)).doesNotThrowAnyException());
    Threads.awaitWaiting(waiter);
    places.give(); // and wakes nobody
    assertThat(plain.tryTake()).isFalse();
    plain.resize(2);
    Threads.join(waiter);
    assertThat(places.taken()).isEqualTo(2);
  }
}
