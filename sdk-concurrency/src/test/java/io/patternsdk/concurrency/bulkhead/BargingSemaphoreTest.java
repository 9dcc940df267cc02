package io.patternsdk.concurrency.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A second passes with each look at the clock, so that whoever waits loses patience at once. */
class BargingSemaphoreTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final AtomicLong now = new AtomicLong();

  /** Done in the first look at the clock of whoever waits, who still has patience. */
  private final AtomicReference<Runnable> inLook = new AtomicReference<>(() -> {});

  private final StripedPermits permits = new StripedPermits(2, 1);
  private final BargingSemaphore semaphore = new BargingSemaphore(permits, this::look);

  BargingSemaphoreTest() {
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isTrue();
  }

  private long look() {
    if (semaphore.waiting() > 0) {
      inLook.getAndSet(() -> {}).run();
    }
    return now.addAndGet(SECOND);
  }

  private void oneWaits() {
    List<Thread> waiter =
        Threads.start(
            1, () -> assertThatCode(() -> semaphore.tryAcquire(HOUR)).doesNotThrowAnyException());
    Threads.awaitWaiting(waiter);
  }

  private void nobodyWaitsAnyMore() {
    Eventually.within(Duration.ofMinutes(1)).until(() -> semaphore.waiting() == 0);
  }

  @Test
  void nobodyOvertakesWhoHasLostPatience() {
    oneWaits();
    permits.release(); // and wakes nobody
    assertThat(semaphore.tryAcquire()).isFalse();
    semaphore.resize(2);
    nobodyWaitsAnyMore();
  }

  @Test
  void whoCameLaterWaitsForWhoCameFirst() throws InterruptedException {
    oneWaits();
    permits.release(); // and wakes nobody
    assertThat(semaphore.tryAcquire(SECOND)).isFalse();
    nobodyWaitsAnyMore();
  }

  @Test
  void whoHasBeenServedHoldsNobodyBack() {
    oneWaits();
    semaphore.release();
    nobodyWaitsAnyMore();
    permits.release();
    assertThat(semaphore.tryAcquire()).isTrue();
  }

  @Test
  void aPlaceThatComesTooLateIsForTheNextOne() throws InterruptedException {
    inLook.set(
        () -> {
          oneWaits();
          semaphore.release();
        });
    assertThat(semaphore.tryAcquire(SECOND)).isFalse();
    nobodyWaitsAnyMore();
  }

  @Test
  void aPlaceGivenToWhoIsInterruptedIsForTheNextOne() {
    inLook.set(
        () -> {
          oneWaits();
          semaphore.release();
          Thread.currentThread().interrupt();
        });
    assertThatThrownBy(() -> semaphore.tryAcquire(HOUR)).isInstanceOf(InterruptedException.class);
    nobodyWaitsAnyMore();
  }

  @Test
  void ofTwoPlacesGivenAtOnceTheSecondIsForTheNextOne() throws InterruptedException {
    inLook.set(
        () -> {
          oneWaits();
          semaphore.release();
          semaphore.release();
        });
    assertThat(semaphore.tryAcquire(HOUR)).isTrue();
    nobodyWaitsAnyMore();
  }

  @Test
  void morePlacesAreForWhoWaits() {
    oneWaits();
    semaphore.resize(3);
    nobodyWaitsAnyMore();
  }

  @Test
  void whoWasOvertakenIsWokenAgain() {
    inLook.set(
        () -> {
          semaphore.release();
          assertThat(semaphore.tryAcquire()).as("overtaking").isTrue();
        });
    oneWaits();
    semaphore.release();
    nobodyWaitsAnyMore();
  }

  @Test
  void placesAreNotSpreadWhileSomebodyWaits() throws InterruptedException {
    inLook.set(
        () -> {
          semaphore.release();
          assertThat(permits.tryAcquireNear()).isFalse();
        });
    assertThat(semaphore.tryAcquire(HOUR)).isTrue();
  }
}
