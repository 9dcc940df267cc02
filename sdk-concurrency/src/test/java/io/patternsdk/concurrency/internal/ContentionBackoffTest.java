package io.patternsdk.concurrency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContentionBackoffTest {
  private static final int MANY = 50_000_000; // in 2 µs, or in the seconds of a thread that is off
  private static final int ALL = 20 * MANY;
  private final AtomicInteger claimed = new AtomicInteger();

  @Test
  void whoeverIsNotNeededStandsAsideToTheEnd() {
    ContentionBackoff.backOff(() -> claimed.getAndAdd(MANY), ALL);
    assertThat(claimed.get()).isGreaterThanOrEqualTo(ALL);
  }

  @Test
  void whoeverIsNeededComesAtOnce() {
    ContentionBackoff.backOff(claimed::get, ALL);
    assertThat(claimed).hasValue(0);
  }

  @Test
  void whenTheOthersStopOneMoreComes() {
    ContentionBackoff.backOff(
        () -> claimed.get() == 10 * MANY ? claimed.get() : claimed.getAndAdd(MANY), ALL);
    assertThat(claimed).hasValue(10 * MANY);
  }

  @Test
  void withNothingLeftNobodyStands() {
    claimed.set(ALL);
    ContentionBackoff.backOff(claimed::get, ALL);
    assertThat(claimed).hasValue(ALL);
  }

  @Test
  void aPauseIsOverTwoMicrosecondsAfterItsBeginning() {
    long begun = System.nanoTime();
    assertThat(ContentionBackoff.pause(begun) - begun).isGreaterThanOrEqualTo(2_000);
  }
}
