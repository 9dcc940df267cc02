package io.patternsdk.concurrency.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random goals over inputs that succeed, fail, hang or let the deadline come: each report says what
 * its goal allows, one thread at a time exactly what a loop would.
 */
class FanOutScheduleTest {
  private static final int SCHEDULES = 200;

  /** So short that whoever waits for it soon looks at the clock, which a step moves. */
  private static final Duration TIME = Duration.ofNanos(100_000);

  @Test
  void everyReportIsTrueAndDecided() throws Exception {
    Leaks leaks = Leaks.watch();
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          for (int i = 0; i < SCHEDULES; i++) {
            new Schedule(random).run();
          }
        });
    leaks.check(); // whoever hung was interrupted
  }

  private enum Way {
    SUCCEEDS,
    FAILS,
    HANGS,
    ENDS_THE_TIME
  }

  private static final class Schedule {
    private final MovableClock clock = MovableClock.create();
    private final Heard heard = new Heard();
    private final List<Way> ways;
    private final int bound;
    private final int successes;
    private final int failures;
    private final boolean timed;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicIntegerArray calls;
    private final long begun = clock.nanoTime();

    Schedule(Random random) {
      int count = random.nextInt(random.nextBoolean() ? 6 : 60);
      int unhappy = random.nextInt(101);
      timed = random.nextInt(4) == 0;
      boolean hanging = timed || random.nextBoolean();
      ways = IntStream.range(0, count).mapToObj(i -> way(random, unhappy, hanging)).toList();
      calls = new AtomicIntegerArray(count);
      switch (random.nextInt(3)) {
        case 0 -> {
          successes = 1 + random.nextInt(Math.max(1, count));
          failures = count - successes + 1;
        }
        case 1 -> {
          successes = Integer.MAX_VALUE;
          failures = 1;
        }
        default -> {
          successes = Integer.MAX_VALUE;
          failures = Integer.MAX_VALUE;
        }
      }
      // Somebody is left to decide, or to let the deadline come.
      bound = (int) count(Way.HANGS) + 1 + random.nextInt(8);
    }

    private Way way(Random random, int unhappy, boolean hanging) {
      if (random.nextInt(100) >= unhappy) {
        return Way.SUCCEEDS;
      }
      return switch (random.nextInt(hanging ? 3 : 1)) {
        case 0 -> Way.FAILS;
        case 1 -> Way.HANGS;
        default -> timed ? Way.ENDS_THE_TIME : Way.FAILS;
      };
    }

    private long count(Way way) {
      return ways.stream().filter(way::equals).count();
    }

    /** Whether it ends at all: somebody has to interrupt those that hang. */
    private boolean ends() {
      return count(Way.HANGS) == 0
          || count(Way.SUCCEEDS) >= successes
          || count(Way.FAILS) >= failures
          || count(Way.ENDS_THE_TIME) > 0;
    }

    void run() {
      if (!ends()) {
        return;
      }
      FanOut fanOut = FanOut.named("f").bound(bound).listener(heard).build();
      Report<Integer> report =
          timed ? Deadline.after(TIME, clock).run(() -> ask(fanOut)) : ask(fanOut);
      int failed = report.failures().size();
      int unfinished = report.unfinished();
      for (int i = 0; i < ways.size(); i++) {
        check(i, report.results().get(i));
      }
      assertThat(most.get()).isLessThanOrEqualTo(bound);
      decided(report.values().size(), failed, unfinished);
      if (!ways.isEmpty() || !heard.events.isEmpty()) { // the first of none is not asked for
        assertThat(fanOut.snapshot())
            .isEqualTo(new FanOutSnapshot(bound, ways.size(), failed, unfinished));
        assertThat(heard.events)
            .containsExactly(
                "f: " + ways.size() + ", " + failed + " failed, " + unfinished + " unfinished");
      }
    }

    private Report<Integer> ask(FanOut fanOut) {
      List<Integer> inputs = IntStream.range(0, ways.size()).boxed().toList();
      if (failures == 1 && successes == Integer.MAX_VALUE) {
        return fanOut.failFast(inputs, this::step);
      }
      if (successes == Integer.MAX_VALUE) {
        return fanOut.all(inputs, this::step);
      }
      return successes == 1
          ? fanOut.first(inputs, this::step)
          : fanOut.quorum(successes, inputs, this::step);
    }

    private int step(int input) throws Exception {
      calls.incrementAndGet(input);
      most.accumulateAndGet(working.incrementAndGet(), Math::max);
      try {
        if (input % 3 == 0) {
          Thread.yield();
        }
        switch (ways.get(input)) {
          case FAILS -> throw new IOException("lost " + input);
          case HANGS -> new CountDownLatch(1).await();
          case ENDS_THE_TIME -> clock.advance(TIME);
          case SUCCEEDS -> {}
        }
        return input;
      } finally {
        working.decrementAndGet();
      }
    }

    private void check(int input, Result<Integer> result) {
      Way way = ways.get(input);
      switch (result) {
        case Result.Success<Integer> success -> {
          assertThat(success.value()).isEqualTo(input);
          assertThat(way).isIn(Way.SUCCEEDS, Way.ENDS_THE_TIME);
        }
        case Result.Failure<Integer> failure -> {
          assertThat(way).isEqualTo(Way.FAILS);
          assertThat(failure.cause()).hasMessage("lost " + input);
        }
        case Result.Unfinished<Integer> unfinished ->
            assertThat(calls.get(input)).isLessThanOrEqualTo(unfinished.started() ? 1 : 0);
      }
      assertThat(calls.get(input)).isLessThanOrEqualTo(1);
    }

    /** It ends when its goal is decided, not before, or when its time has come. */
    private void decided(int succeeded, int failed, int unfinished) {
      boolean late = clock.nanoTime() > begun;
      if (unfinished > 0 && !late) {
        assertThat(succeeded >= successes || failed >= failures).isTrue();
      }
      if (!late && count(Way.SUCCEEDS) < successes) {
        assertThat(succeeded).isLessThan(successes);
      }
      if (bound == 1 && !late) { // as a loop would: nothing more was begun
        assertThat(succeeded).isLessThanOrEqualTo(successes);
        assertThat(failed).isLessThanOrEqualTo(failures);
      }
    }
  }
}
