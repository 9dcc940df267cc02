package io.patternsdk.multicast.recorded;

import static io.patternsdk.core.filter.Filters.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.multicast.Backends;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A process ends, or stands still, before and after each call that a recorded multicast makes, and
 * another finishes what has begun.
 */
class CoordinatorEndsTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Map<String, ?> SETTINGS =
      Map.of("multicast_lease", "3s", "multicast_timeout", "1h");

  private static RecordedWorld world() {
    MovableClock clock = MovableClock.create();
    return new RecordedWorld(
        Backends.embedded(), SETTINGS, clock, () -> clock.advance(LEASE.dividedBy(3)));
  }

  private static @Nullable OperationException multicast(MulticastRegistry registry) {
    try {
      registry.multicast(Multicast.to(all(), "hello").recorded("id"));
      return null;
    } catch (OperationException e) {
      return e;
    }
  }

  private static int calls() {
    Ends counting = Ends.never();
    try (RecordedWorld world = world()) {
      MulticastRegistry coordinator = world.process(counting);
      counting.arm();
      assertThat(multicast(coordinator)).isNull();
      return counting.calls();
    }
  }

  @Test
  void whereverItEndsAnotherFinishesWhatHasBegun() {
    int calls = calls();
    assertThat(calls).isGreaterThan(15);
    int unfinished = 0;
    for (int i = 0; i < 2 * calls; i++) {
      Ends ends = Ends.at(1 + i / 2, i % 2 == 1, () -> {});
      String when = (i % 2 == 1 ? "after call " : "before call ") + (1 + i / 2);
      try (RecordedWorld world = world()) {
        MulticastRegistry coordinator = world.process(ends);
        ends.arm();
        OperationException unused = multicast(coordinator);
        assertThat(ends.ended()).as(when).isTrue();
        unfinished += world.nothingIsOpen() ? 0 : 1;
        world.awaitEnd();
        world.check(when, 2);
      }
    }
    assertThat(unfinished).as("ends that left something to finish").isGreaterThan(calls);
  }

  @Test
  void whoStandsStillAndGoesOnWhenAnotherHasFinishedTakesNothingBack() {
    int calls = calls();
    for (int call = 1; call <= calls; call++) {
      standsStill(call);
    }
  }

  private static void standsStill(int call) {
    try (RecordedWorld world = world()) {
      AtomicReference<@Nullable Ends> frozen = new AtomicReference<>();
      Ends ends =
          Ends.at(
              call,
              false,
              () -> {
                world.awaitEnd();
                Ends itself = frozen.get();
                if (itself != null) {
                  itself.revive();
                }
              });
      frozen.set(ends);
      MulticastRegistry coordinator = world.process(ends);
      ends.arm();
      OperationException failure = multicast(coordinator);
      world.awaitEnd();
      world.check("still at call " + call, 2);
      if (failure != null) {
        assertThat(failure.effect()).as("at call %d: %s", call, failure).isEqualTo(Effect.NONE);
        assertThat(world.other.report("id")).as("at call " + call).isEmpty();
        assertThat(multicast(coordinator)).as("done again").isNull();
        world.check("still at call " + call + ", done again", 1);
      }
    }
  }
}
