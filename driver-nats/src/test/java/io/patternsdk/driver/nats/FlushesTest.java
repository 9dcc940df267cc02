package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FlushesTest {
  private static final long LONG = Duration.ofMinutes(1).toNanos();

  private final AtomicInteger trips = new AtomicInteger();
  private final BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
  private final Flushes flushes = new Flushes(this::trip, 1);

  private boolean trip(long nanos) throws InterruptedException, TimeoutException {
    trips.incrementAndGet();
    Boolean answer = answers.poll(nanos, TimeUnit.NANOSECONDS);
    if (answer == null) {
      throw new TimeoutException();
    }
    return answer;
  }

  @Test
  void whoComesAloneMakesARoundTrip() throws Exception {
    answers.add(true);
    answers.add(false);
    assertThat(flushes.flush(LONG)).isTrue();
    assertThat(flushes.flush(LONG)).isFalse();
    assertThat(trips).hasValue(2);
  }

  @Test
  void whoComeMeanwhileShareTheNext() {
    List<Flusher> all = start(10);
    answers.add(true);
    answers.add(true);
    assertThat(all).allSatisfy(f -> assertThat(f.result().join()).isTrue());
    assertThat(trips).hasValue(2);
  }

  @Test
  void aLostConnectionIsToldToAllWhoShareIt() {
    List<Flusher> all = start(5);
    answers.add(true);
    answers.add(false);
    assertThat(all.stream().filter(f -> f.result().join())).hasSize(1);
  }

  @Test
  void whereTheLeaderGivesUpAnotherTakesOver() {
    List<Flusher> all = start(4);
    all.getFirst().thread().interrupt();
    assertThatThrownBy(() -> all.getFirst().result().join())
        .hasCauseInstanceOf(InterruptedException.class);
    awaitTrips(2);
    all.get(1).thread().interrupt();
    awaitTrips(3);
    answers.add(true);
    assertThat(all.subList(2, 4)).allSatisfy(f -> assertThat(f.result().join()).isTrue());
    answers.add(true);
    assertThat(flusher().result().join()).isTrue();
  }

  @Test
  void aFollowerWaitsNoLongerThanItMay() {
    start(1);
    assertThatThrownBy(() -> flushes.flush(1_000_000)).isInstanceOf(TimeoutException.class);
    answers.add(true);
    answers.add(true);
    assertThat(flusher().result().join()).isTrue();
  }

  private record Flusher(Thread thread, CompletableFuture<Boolean> result) {}

  /** The first makes a round trip before the others come, one after the other. */
  private List<Flusher> start(int count) {
    List<Flusher> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Flusher flusher = flusher();
      Eventually.within(Duration.ofMinutes(1))
          .until(() -> flusher.thread().getState() == Thread.State.TIMED_WAITING);
      all.add(flusher);
    }
    return all;
  }

  private Flusher flusher() {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                result.complete(flushes.flush(LONG));
              } catch (InterruptedException | TimeoutException e) {
                result.completeExceptionally(e);
              }
            });
    return new Flusher(thread, result);
  }

  private void awaitTrips(int count) {
    Eventually.within(Duration.ofMinutes(1)).until(() -> trips.get() == count);
  }
}
