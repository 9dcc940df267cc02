package io.patternsdk.concurrency.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random retries with random budgets under random failures, pauses, limits and deadlines: each does
 * what a plain one does, and promises no more than its attempts allow.
 */
class RetryScheduleTest {
  private static final int SCHEDULES = 50;
  private static final int CALLS = 40;

  @Test
  void aRetryRepeatsAsOftenAsItMayAndNoMore() {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          for (int i = 0; i < SCHEDULES; i++) {
            new Schedule(random).run();
          }
        });
  }

  private static final class Schedule {
    private final Random random;
    private final SleepyClock clock = new SleepyClock();
    private final Heard heard = new Heard();
    private final Heard expected = new Heard();
    private final int attempts;
    private final long backoff;
    private final long longest;
    private final long limit;
    private final int capacity;
    private final int percent;
    private final RetryBudget budget;
    private final Retry retry;
    private double share;
    private int left;
    private boolean spent;
    private long repeated;
    private long gaveUp;
    private int made;

    Schedule(Random random) {
      this.random = random;
      attempts = 1 + random.nextInt(6);
      backoff = 1 + random.nextInt(1_000);
      longest = backoff + random.nextInt(5_000);
      limit = random.nextBoolean() ? 0 : 1 + random.nextInt(10_000);
      capacity = 1 + random.nextInt(10);
      percent = random.nextInt(101);
      left = capacity * 100;
      budget =
          RetryBudget.named("b").capacity(capacity).share(percent / 100.0).listener(heard).build();
      RetryBuilder builder =
          Retry.named("r")
              .maxAttempts(attempts)
              .initialDelay(Duration.ofNanos(backoff))
              .maxDelay(Duration.ofNanos(longest))
              .budget(budget)
              .clock(clock)
              .random(() -> share)
              .listener(heard);
      retry = limit == 0 ? builder.build() : builder.maxDuration(Duration.ofNanos(limit)).build();
    }

    void run() {
      for (int call = 0; call < CALLS; call++) {
        long patience = random.nextInt(4) == 0 ? random.nextInt(8_000) : Long.MAX_VALUE / 4;
        call(random.nextBoolean(), patience);
        assertThat(heard.events).isEqualTo(expected.events);
        heard.events.clear();
        expected.events.clear();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(repeated, gaveUp));
        assertThat(budget.left()).isEqualTo(left / 100.0);
      }
    }

    private void call(boolean idempotent, long patience) {
      List<Attempt> script = new ArrayList<>();
      for (int i = 0; i < attempts; i++) {
        script.add(Attempt.any(random));
      }
      share = random.nextDouble();
      long now = clock.nanoTime();
      Plain plain = plain(script, idempotent, patience);
      made = 0;
      Object result =
          Deadline.after(Duration.ofNanos(patience), clock).run(() -> result(script, idempotent));
      assertThat(made).as("attempts").isEqualTo(plain.attempts);
      assertThat(clock.nanoTime() - now).as("time").isEqualTo(plain.time);
      if (plain.outcome instanceof OperationException last) {
        assertThat(result).isInstanceOf(OperationException.class);
        boolean certain = script.subList(0, made).stream().noneMatch(Attempt::uncertain);
        assertThat(((OperationException) result).effect() == Effect.NONE).isEqualTo(certain);
        if (certain || last.effect() != Effect.NONE) {
          assertThat(result).isSameAs(last);
        } else {
          assertThat(((OperationException) result).retryAfter().or(last::retryAfter))
              .isEqualTo(last.retryAfter().or(((OperationException) result)::retryAfter));
        }
      } else {
        assertThat(result).isEqualTo(plain.outcome);
      }
    }

    private Object result(List<Attempt> script, boolean idempotent) {
      try {
        return idempotent
            ? retry.callIdempotent(() -> script.get(made++).run(clock))
            : retry.call(() -> script.get(made++).run(clock));
      } catch (RejectedException e) {
        return made == 0 ? "too late" : e;
      } catch (OperationException e) {
        return e;
      }
    }

    private Plain plain(List<Attempt> script, boolean idempotent, long patience) {
      if (patience == 0) {
        expected.refused("r", Rejection.DEADLINE);
        return new Plain(0, 0, "too late");
      }
      long time = 0;
      for (int i = 0; ; i++) {
        Attempt attempt = script.get(i);
        time += attempt.length;
        if (attempt.failure == null) {
          earn();
          return new Plain(i + 1, time, "done");
        }
        if (!attempt.passes || (!idempotent && attempt.uncertain())) {
          return new Plain(i + 1, time, attempt.failure);
        }
        double bound = Math.min(longest, backoff * Math.pow(2, i));
        long pause = Math.max((long) (bound * share), attempt.retryAfter);
        boolean inTime = pause < patience - time && (limit == 0 || pause < limit - time);
        if (i + 1 == attempts || pause > longest || !inTime || !spend()) {
          gaveUp++;
          expected.gaveUp("r", i + 1, attempt.failure);
          return new Plain(i + 1, time, attempt.failure);
        }
        repeated++;
        expected.retrying("r", i + 1, Duration.ofNanos(pause), attempt.failure);
        time += pause;
      }
    }

    private boolean spend() {
      if (left >= 100) {
        left -= 100;
        return true;
      }
      if (!spent) {
        spent = true;
        expected.budgetSpent("b");
      }
      return false;
    }

    private void earn() {
      left = Math.min(capacity * 100, left + percent);
      if (spent && left >= Math.max(100, capacity * 50)) {
        spent = false;
        expected.budgetRecovered("b");
      }
    }
  }

  /** How a call goes. */
  private record Plain(int attempts, long time, Object outcome) {}

  /** What an attempt does, after so long; null for no failure. */
  private record Attempt(
      long length, @Nullable OperationException failure, boolean passes, long retryAfter) {

    static Attempt any(Random random) {
      long length = random.nextInt(2_000);
      long after = random.nextInt(4) == 0 ? random.nextInt(6_000) : 0;
      Effect effect = random.nextBoolean() ? Effect.NONE : Effect.UNKNOWN;
      return switch (random.nextInt(9)) {
        case 0, 1 -> new Attempt(length, null, false, 0);
        case 2 -> new Attempt(length, failure(ErrorKind.INVALID_ARGUMENT, effect, 0), false, 0);
        case 3 -> new Attempt(length, new RejectedException(Rejection.OPEN, "open"), false, 0);
        case 4 ->
            new Attempt(
                length,
                new RejectedException(Rejection.RATE, "rate", Duration.ofNanos(after)),
                true,
                after);
        case 5 ->
            new Attempt(length, RejectedException.afterWait(Rejection.FULL, "full"), false, 0);
        default -> new Attempt(length, failure(ErrorKind.UNAVAILABLE, effect, after), true, after);
      };
    }

    private static BackendException failure(ErrorKind kind, Effect effect, long after) {
      BackendException failure = new BackendException(kind, effect, "on cue", null);
      return after == 0 ? failure : failure.retryAfter(Duration.ofNanos(after));
    }

    boolean uncertain() {
      return failure != null && failure.effect() != Effect.NONE;
    }

    String run(SleepyClock clock) {
      clock.advance(length);
      if (failure != null) {
        throw failure;
      }
      return "done";
    }
  }
}
