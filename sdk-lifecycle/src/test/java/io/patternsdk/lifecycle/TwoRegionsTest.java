package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pattern over two regions, one of which stalls, is dead at start, dies later, or comes back. */
class TwoRegionsTest {
  private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

  private final FakeBackend eu = new FakeBackend("eu");
  private final FakeBackend us = new FakeBackend("us");
  private final Stage stage = new Stage().with(eu).with(us);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    end.countDown();
  }

  private RunningPattern<TwoRegions> start(String slot) {
    String yaml =
        """
        fake:
          slots: {regions: {backends: [eu, us], %s}}
          backends: {eu: {driver: eu}, us: {driver: us}}
        """;
    return Stage.start(stage.runner(new TwoRegions.Provider()), yaml.formatted(slot));
  }

  private static BackendException gone() {
    return new BackendException(ErrorKind.UNAVAILABLE, "connection refused");
  }

  private void oneLook() {
    stage.clock.awaitSleepers(1);
    stage.clock.advance(Duration.ofSeconds(10));
  }

  @Test
  void aWriteReachesBoth() {
    try (var running = start("")) {
      assertThat(running.pattern().write("key", VALUE)).isEmpty();
      assertThat(eu.stored("fake:key")).isEqualTo(VALUE);
      assertThat(us.stored("fake:key")).isEqualTo(VALUE);
      assertThat(running.health().status()).isEqualTo(Health.Status.UP);
      assertThat(running.health().reason()).isEmpty();
    }
  }

  @Test
  void aRegionThatStallsStarvesNoOther() {
    String bound = "members: {us: {concurrency: {bulkhead: {capacity: 2, timeout: 0s}}}}";
    try (var running = start(bound)) {
      CountDownLatch stalled = new CountDownLatch(2);
      us.onCall =
          () -> {
            stalled.countDown();
            await(end);
          };
      var first = Stage.async(() -> running.pattern().write("first", VALUE));
      var second = Stage.async(() -> running.pattern().write("second", VALUE));
      await(stalled);
      for (int i = 0; i < 200; i++) {
        assertThat(running.pattern().write("key" + i, VALUE)).containsExactly("regions.us");
      }
      assertThat(eu.stored("fake:key199")).isEqualTo(VALUE);
      end.countDown();
      assertThat(first.join()).isEmpty();
      assertThat(second.join()).isEmpty();
    }
  }

  @Test
  void aRegionThatIsDeadAtStartComesLateAndGetsWhatItMissed() {
    us.refuse = TwoRegionsTest::gone;
    try (var running = start("")) {
      assertThat(running.health().ready()).isTrue();
      assertThat(running.health().status()).isEqualTo(Health.Status.DEGRADED);
      assertThat(running.health().reason())
          .isEqualTo("regions.us (us) is opening: connection refused");
      assertThat(running.pattern().write("key", VALUE)).containsExactly("regions.us");
      us.refuse = () -> null;
      Stage.SOON.until(
          () -> {
            stage.clock.advance(Duration.ofSeconds(10));
            return us.stored("fake:key") != null;
          });
      assertThat(running.health().status()).isEqualTo(Health.Status.UP);
      assertThat(running.pattern().write("key2", VALUE)).isEmpty();
    }
    assertThat(us.events).contains("close us");
  }

  @Test
  void aRegionThatDiesLaterIsToldAndComesBack() {
    try (var running = start("")) {
      us.onCall =
          () -> {
            throw gone();
          };
      assertThat(running.pattern().write("key", VALUE)).containsExactly("regions.us");
      oneLook();
      Stage.SOON.until(() -> running.health().status() == Health.Status.DEGRADED);
      assertThat(running.health().ready()).isTrue();
      assertThat(running.health().reason())
          .isEqualTo("regions.us (us) is down: delete: connection refused");
      us.onCall = () -> {};
      oneLook();
      Stage.SOON.until(() -> us.stored("fake:key") != null);
      Stage.SOON.until(() -> running.health().status() == Health.Status.UP);
    }
  }

  @Test
  void withoutAnyRegionItIsNotReady() {
    try (var running = start("")) {
      eu.health = () -> Health.down("eu is gone");
      us.health = () -> Health.down("us is gone");
      oneLook();
      Stage.SOON.until(() -> !running.health().ready());
      assertThat(running.health().reason())
          .isEqualTo("regions.eu (eu) is down: eu is gone; regions.us (us) is down: us is gone");
    }
  }

  @Test
  void theFileMayNeedMoreThanTheCode() {
    try (var running = start("at_least: 2")) {
      us.health = () -> Health.down("us is gone");
      oneLook();
      Stage.SOON.until(() -> !running.health().ready());
      assertThat(running.health().reason()).isEqualTo("regions.us (us) is down: us is gone");
    }
  }

  @Test
  void readingGoesOnWhileOneIsDown() {
    eu.refuse = TwoRegionsTest::gone;
    try (var running = start("")) {
      assertThat(running.pattern().write("key", VALUE)).isEqualTo(Set.of("regions.eu"));
      assertThat(running.pattern().read("key")).contains(VALUE);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
