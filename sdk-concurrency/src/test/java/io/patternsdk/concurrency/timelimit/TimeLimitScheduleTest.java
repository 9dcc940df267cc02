package io.patternsdk.concurrency.timelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.RejectedException;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Time limits nested at random, in bodies that take any time and may fail: the soonest holds, each
 * counts what ended after it, and nothing begins too late.
 */
class TimeLimitScheduleTest {
  private static final int SCHEDULES = 300;
  private static final int DEPTH = 5;

  private final MovableClock clock = MovableClock.create();
  private final Heard heard = new Heard();
  private final Heard expected = new Heard();
  private Random random = new Random(0);

  @Test
  void theSoonestOfManyLimitsHolds() {
    Rounds.eachSeed(
        seed -> {
          random = new Random(seed);
          for (int i = 0; i < SCHEDULES; i++) {
            heard.events.clear();
            expected.events.clear();
            nest(0, Long.MAX_VALUE);
            assertThat(heard.events).isEqualTo(expected.events);
            assertThat(Deadline.current()).isEqualTo(Deadline.NONE);
          }
        });
  }

  /** Calls through a limit where the ones further out end at {@code end}. */
  private void nest(int depth, long end) {
    Duration length = Duration.ofNanos(1 + random.nextInt(1_000_000));
    Duration wait = Duration.ofNanos(random.nextBoolean() ? 0 : random.nextInt(1_000_000));
    TimeLimit limit =
        TimeLimit.named("t" + depth).limit(length).clock(clock).listener(heard).build();
    long own = clock.nanoTime() + length.toNanos() + wait.toNanos();
    boolean late = clock.nanoTime() - end >= 0 && end != Long.MAX_VALUE;
    boolean fails = random.nextInt(4) == 0;
    try {
      limit.call(wait, () -> body(depth, sooner(own, end), fails));
      assertThat(late || fails).isFalse();
    } catch (RejectedException e) {
      assertThat(late).isTrue();
      expected.refused(limit.name(), e.reason());
    } catch (IllegalStateException e) {
      assertThat(fails && !late).isTrue();
    }
    boolean exceeded = !late && clock.nanoTime() - own >= 0;
    if (exceeded) {
      expected.exceeded(limit.name(), length);
    }
    assertThat(limit.snapshot()).isEqualTo(new TimeLimitSnapshot(length, exceeded ? 1 : 0));
  }

  private static long sooner(long own, long end) {
    return end == Long.MAX_VALUE || own - end < 0 ? own : end;
  }

  private boolean body(int depth, long end, boolean fails) {
    look(end);
    for (int step = random.nextInt(4); step > 0; step--) {
      clock.advance(Duration.ofNanos(random.nextInt(400_000)));
      look(end);
      if (depth < DEPTH && random.nextBoolean()) {
        nest(depth + 1, end);
        look(end);
      }
    }
    if (fails) {
      throw new IllegalStateException("on cue");
    }
    return true;
  }

  private void look(long end) {
    assertThat(Deadline.current().remainingNanos()).isEqualTo(Math.max(0, end - clock.nanoTime()));
  }
}
