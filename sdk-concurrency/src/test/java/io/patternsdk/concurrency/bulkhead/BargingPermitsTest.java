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
class BargingPermitsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final AtomicLong now = new AtomicLong();

  /** Done in the first look at the clock of whoever waits, who still has patience. */
  private final AtomicReference<Runnable> inLook = new AtomicReference<>(() -> {});

  private final Places places = new Places(2, 1);
  private final BargingPermits permits = new BargingPermits(places, this::look);

  BargingPermitsTest() {
    assertThat(permits.tryTake()).isTrue();
    assertThat(permits.tryTake()).isTrue();
  }

  private long look() {
    if (permits.waiting() > 0) {
      inLook.getAndSet(() -> {}).run();
    }
    return now.addAndGet(SECOND);
  }

  private void oneWaits() {
    List<Thread> waiter =
        Threads.start(1, () -> assertThatCode(() -> permits.take(HOUR)).doesNotThrowAnyException());
    Threads.awaitWaiting(waiter);
  }

  private void nobodyWaitsAnyMore() {
    Eventually.within(Duration.ofMinutes(1)).until(() -> permits.waiting() == 0);
  }

  @Test
  void nobodyOvertakesWhoHasLostPatience() {
    oneWaits();
    places.give(); // and wakes nobody
    assertThat(permits.tryTake()).isFalse();
    permits.resize(2);
    nobodyWaitsAnyMore();
  }

  @Test
  void whoCameLaterWaitsForWhoCameFirst() throws InterruptedException {
    oneWaits();
    places.give(); // and wakes nobody
    assertThat(permits.take(SECOND)).isFalse();
    nobodyWaitsAnyMore();
  }

  @Test
  void whoHasBeenServedHoldsNobodyBack() {
    oneWaits();
    permits.give();
    nobodyWaitsAnyMore();
    places.give();
    assertThat(permits.tryTake()).isTrue();
  }

  @Test
  void aPlaceThatComesTooLateIsForTheNextOne() throws InterruptedException {
    inLook.set(
        () -> {
          oneWaits();
          permits.give();
        });
    assertThat(permits.take(SECOND)).isFalse();
    nobodyWaitsAnyMore();
  }

  @Test
  void aPlaceGivenToWhoIsInterruptedIsForTheNextOne() {
    inLook.set(
        () -> {
          oneWaits();
          permits.give();
          Thread.currentThread().interrupt();
        });
    assertThatThrownBy(() -> permits.take(HOUR)).isInstanceOf(InterruptedException.class);
    nobodyWaitsAnyMore();
  }

  @Test
  void ofTwoPlacesGivenAtOnceTheSecondIsForTheNextOne() throws InterruptedException {
    inLook.set(
        () -> {
          oneWaits();
          permits.give();
          permits.give();
        });
    assertThat(permits.take(HOUR)).isTrue();
    nobodyWaitsAnyMore();
  }

  @Test
  void morePlacesAreForWhoWaits() {
    oneWaits();
    permits.resize(3);
    nobodyWaitsAnyMore();
  }

  @Test
  void whoWasOvertakenIsWokenAgain() {
    inLook.set(
        () -> {
          permits.give();
          assertThat(permits.tryTake()).as("overtaking").isTrue();
        });
    oneWaits();
    permits.give();
    nobodyWaitsAnyMore();
  }

  @Test
  void placesAreNotSpreadWhileSomebodyWaits() throws InterruptedException {
    inLook.set(
        () -> {
          permits.give();
          assertThat(places.takeNear()).isFalse();
        });
    assertThat(permits.take(HOUR)).isTrue();
  }
}
