package io.patternsdk.concurrency.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schedules of overlapping calls: the breaker does what the plain one does. */
class CircuitBreakerOracleTest {
  private static final int SCHEDULES = 30;
  private static final long MILLI = 1_000_000;
  private static final int STEPS = 1_000;

  private record InFlight(Permit permit, int stay, long begunForOurs, long begun) {}

  @Test
  void itDoesWhatThePlainOneDoesOnAnySchedule() {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            new Schedule(random).run();
          }
        });
  }

  private static PlainBreaker.Limits limits(Random random) {
    boolean timed = random.nextBoolean();
    int windowCalls = random.nextBoolean() ? 0 : 1 + random.nextInt(20);
    int minimum = 1 + random.nextInt(8);
    int inARow = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
    int failureRate = inARow == 0 || random.nextBoolean() ? 10 + random.nextInt(91) : 0;
    return new PlainBreaker.Limits(
        inARow,
        failureRate,
        timed ? 10 + random.nextInt(91) : 0,
        50 * MILLI,
        windowCalls,
        100 * MILLI,
        windowCalls == 0 ? minimum : Math.min(minimum, windowCalls),
        MILLI * (1 + random.nextInt(500)),
        1 + random.nextInt(4),
        MILLI * (1 + random.nextInt(300)));
  }

  private static CircuitBreaker real(PlainBreaker.Limits limits, MovableClock clock) {
    CircuitBreakerBuilder builder =
        CircuitBreaker.named("real")
            .clock(clock)
            .minCalls(limits.minimum())
            .resetTimeout(Duration.ofNanos(limits.pause()))
            .halfOpenTrials(limits.trials())
            .trialTimeout(Duration.ofNanos(limits.trialLimit()));
    if (limits.inARow() > 0) {
      builder.maxFailures(limits.inARow());
    }
    if (limits.failureRate() > 0) {
      builder.failureRate(limits.failureRate() / 100.0);
    }
    if (limits.slowRate() > 0) {
      builder
          .slowCallRate(limits.slowRate() / 100.0)
          .slowCallDuration(Duration.ofNanos(limits.slowAfter()));
    }
    return limits.windowCalls() > 0
        ? builder.window(limits.windowCalls()).build()
        : builder.windowTime(Duration.ofNanos(limits.partNanos() * 10)).build();
  }

  private static final class Schedule {
    private final Random random;
    private final MovableClock clock = MovableClock.create();
    private final CircuitBreaker real;
    private final PlainBreaker plain;
    private final List<InFlight> inFlight = new ArrayList<>();
    private final double failing;
    private long refused;

    Schedule(Random random) {
      this.random = random;
      PlainBreaker.Limits limits = limits(random);
      this.real = real(limits, clock);
      this.plain = new PlainBreaker(limits, clock.nanoTime());
      this.failing = random.nextInt(4) * 0.15;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(5)) {
          case 0, 1 -> begin(step);
          case 2, 3 -> end();
          default ->
              clock.advance(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 60 : 600)));
        }
        assertThat(real.snapshot())
            .as("step %d", step)
            .isEqualTo(plain.snapshot(clock.nanoTime(), refused));
      }
    }

    private void begin(int step) {
      int stay = plain.acquire(clock.nanoTime());
      Permit permit = real.tryAcquire();
      assertThat(permit != null).as("step %d", step).isEqualTo(stay >= 0);
      if (permit == null) {
        refused++;
      } else {
        inFlight.add(new InFlight(permit, stay, permit.begin(), clock.nanoTime()));
      }
    }

    private void end() {
      if (!inFlight.isEmpty() && random.nextInt(20) > 0) {
        InFlight call = inFlight.remove(random.nextInt(inFlight.size()));
        Outcome outcome = outcome();
        call.permit.end(outcome, call.begunForOurs);
        plain.end(call.stay, outcome, clock.nanoTime() - call.begun, clock.nanoTime());
      } else if (!inFlight.isEmpty() && random.nextInt(4) == 0) {
        inFlight.removeFirst(); // it never ends
      }
    }

    private Outcome outcome() {
      double drawn = random.nextDouble();
      return drawn < failing ? Outcome.FAILURE : drawn < 0.97 ? Outcome.SUCCESS : Outcome.IGNORED;
    }
  }
}
