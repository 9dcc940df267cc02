package io.patternsdk.concurrency.circuitbreaker;

import static io.patternsdk.concurrency.BreakerState.CLOSED;
import static io.patternsdk.concurrency.BreakerState.HALF_OPEN;
import static io.patternsdk.concurrency.BreakerState.OPEN;

import io.patternsdk.concurrency.BreakerRule;
import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The circuit breaker as one would explain it, for one thread: the oracle of the real one. */
final class PlainBreaker {
  /** Its limits; rates in percent, 0 for no rule; a window of 0 calls is one of ten time parts. */
  record Limits(
      int inARow,
      int failureRate,
      int slowRate,
      long slowAfter,
      int windowCalls,
      long partNanos,
      int minimum,
      long pause,
      int trials,
      long trialLimit) {}

  private record Ended(boolean failed, boolean slow, long part) {}

  private final Limits limits;
  private final long origin;
  private final Deque<Ended> window = new ArrayDeque<>();
  private final List<Ended> trialsEnded = new ArrayList<>();
  private final Map<BreakerRule, Long> opened = new EnumMap<>(BreakerRule.class);
  private Optional<BreakerTrip> lastTrip = Optional.empty();
  private BreakerState state = CLOSED;
  private int stay;
  private int inARow;
  private int trialsInFlight;
  private long openUntil;
  private long lastTrial;

  PlainBreaker(Limits limits, long now) {
    this.limits = limits;
    this.origin = now;
  }

  BreakerState state() {
    return state;
  }

  /** Returns the number of the stay that admits the call, or -1. */
  int acquire(long now) {
    if (state == OPEN && now >= openUntil) {
      enter(HALF_OPEN);
    }
    boolean full = trialsInFlight + trialsEnded.size() >= limits.trials;
    if (state == HALF_OPEN && full && now - lastTrial >= limits.trialLimit) {
      enter(HALF_OPEN);
      full = false;
    }
    if (state == OPEN || (state == HALF_OPEN && full)) {
      return -1;
    }
    if (state == HALF_OPEN) {
      trialsInFlight++;
      lastTrial = now;
    }
    return stay;
  }

  void reset() {
    enter(CLOSED);
  }

  void end(int admittedIn, Outcome outcome, long took, long now) {
    if (admittedIn != stay) {
      return;
    }
    boolean slow = limits.slowRate > 0 && took > limits.slowAfter;
    Ended ended = new Ended(outcome == Outcome.FAILURE, slow, part(now));
    if (state == HALF_OPEN) {
      endTrial(outcome, ended, now);
    } else if (outcome != Outcome.IGNORED) {
      window.add(ended);
      prune(now);
      inARow = ended.failed ? inARow + 1 : 0;
      boolean row = limits.inARow > 0 && inARow >= limits.inARow;
      if (row || (window.size() >= limits.minimum && tooMany(window))) {
        open(now, row, window);
      }
    }
  }

  private void endTrial(Outcome outcome, Ended ended, long now) {
    trialsInFlight--;
    if (outcome == Outcome.IGNORED) {
      return;
    }
    trialsEnded.add(ended);
    boolean all = trialsEnded.size() == limits.trials;
    boolean one = limits.inARow > 0 && count(trialsEnded, true) > 0;
    if (one || (all && tooMany(trialsEnded))) {
      open(now, one, trialsEnded);
    } else if (all) {
      enter(CLOSED);
    }
  }

  BreakerSnapshot snapshot(long now, long refused) {
    prune(now);
    var counted = state == HALF_OPEN ? trialsEnded : window;
    boolean rated = rated();
    return new BreakerSnapshot(
        state,
        rated ? counted.size() : 0,
        rated ? count(counted, true) : 0,
        rated ? count(counted, false) : 0,
        state == CLOSED ? inARow : 0,
        trialsInFlight,
        refused,
        opened,
        lastTrip);
  }

  private boolean rated() {
    return limits.failureRate + limits.slowRate > 0 || state == HALF_OPEN;
  }

  private long part(long now) {
    return limits.windowCalls > 0 ? 0 : (now - origin) / limits.partNanos;
  }

  private void prune(long now) {
    while (limits.windowCalls > 0 && window.size() > limits.windowCalls) {
      window.removeFirst();
    }
    window.removeIf(ended -> part(now) - ended.part >= 10);
  }

  private boolean tooMany(Iterable<Ended> ended) {
    int calls = 0;
    for (Ended ignored : ended) {
      calls++;
    }
    return (limits.failureRate > 0 && count(ended, true) * 100 >= limits.failureRate * calls)
        || (limits.slowRate > 0 && count(ended, false) * 100 >= limits.slowRate * calls);
  }

  private static double share(Collection<Ended> ended, boolean failures) {
    return (double) count(ended, failures) / ended.size();
  }

  private static int count(Iterable<Ended> ended, boolean failures) {
    int count = 0;
    for (Ended one : ended) {
      count += (failures ? one.failed : one.slow) ? 1 : 0;
    }
    return count;
  }

  private void open(long now, boolean byRow, Collection<Ended> counted) {
    boolean failed = limits.failureRate > 0 && share(counted, true) >= limits.failureRate / 100.0;
    BreakerRule rule =
        byRow
            ? BreakerRule.CONSECUTIVE_FAILURES
            : failed ? BreakerRule.FAILURE_RATE : BreakerRule.SLOW_CALL_RATE;
    boolean trials = state == HALF_OPEN;
    double limit =
        byRow
            ? (trials ? 1 : limits.inARow)
            : (failed ? limits.failureRate : limits.slowRate) / 100.0;
    opened.merge(rule, 1L, Long::sum);
    lastTrip =
        Optional.of(
            new BreakerTrip(
                rule,
                trials,
                rated() ? counted.size() : 0,
                rated() ? count(counted, true) : 0,
                rated() ? count(counted, false) : 0,
                trials ? 0 : inARow,
                limit));
    enter(OPEN);
    openUntil = now + limits.pause;
  }

  private void enter(BreakerState next) {
    state = next;
    stay++;
    inARow = 0;
    trialsInFlight = 0;
    window.clear();
    trialsEnded.clear();
  }
}
