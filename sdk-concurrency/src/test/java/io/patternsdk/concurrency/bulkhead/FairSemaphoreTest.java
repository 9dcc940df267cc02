package io.patternsdk.concurrency.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.patternsdk.concurrency.fixtures.Threads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairSemaphoreTest {
  private static final long LONG = Duration.ofMinutes(1).toNanos();

  private final StripedPermits permits = new StripedPermits(2, 1);

  /** One that is given a permit while it looks for one. */
  @SuppressWarnings("serial")
  private final FairSemaphore semaphore =
      new FairSemaphore(permits) {
        @Override
        protected int tryAcquireShared(int one) {
          if (isQueued(Thread.currentThread()) && permits.taken() == 2) {
            release();
            assertThat(permits.tryAcquireNear()).as("overtaking").isFalse();
          }
          return super.tryAcquireShared(one);
        }
      };

  @Test
  void permitsAreNotSpreadWhileSomebodyWaits() throws InterruptedException {
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire(LONG)).isTrue();
    assertThat(permits.taken()).isEqualTo(2);
  }

  @Test
  void nobodyOvertakesWhoWaits() throws InterruptedException {
    FairSemaphore plain = new FairSemaphore(permits);
    assertThat(plain.tryAcquire()).isTrue();
    assertThat(plain.tryAcquire()).isTrue();
    List<Thread> waiter =
        Threads.start(
            1, () -> assertThatCode(() -> plain.tryAcquire(LONG)).doesNotThrowAnyException());
    Threads.awaitWaiting(waiter);
    permits.release(); // and wakes nobody
    assertThat(plain.tryAcquire()).isFalse();
    plain.resize(2);
    Threads.join(waiter);
    assertThat(permits.taken()).isEqualTo(2);
  }
}
