package io.patternsdk.concurrency.circuitbreaker;

/**
 * The outcomes of the last while, in ten parts of equal length: an outcome leaves with its part, so
 * the window is never longer than it should be and at most one part shorter. Quick successes are
 * counted aside, without a lock, while one more makes no rate rise: always if there is nothing else
 * in the window, else until the next part begins, if there are enough outcomes to judge.
 */
final class TimeWindow extends Window {
  static final int PARTS = 10;

  private static final long NEVER = -1;

  private final long partNanos;
  private final long origin;
  private final OutcomeCounts[] parts = new OutcomeCounts[PARTS];
  private final SuccessStripes aside = new SuccessStripes();
  private final int minimum;
  private long newest;
  private int fewestAside;
  private int failuresInARow;

  /** Up to which part quick successes are counted aside. */
  private volatile long quietUntil = Long.MAX_VALUE;

  TimeWindow(long nanos, int minimum, long origin, long now) {
    this.minimum = minimum;
    partNanos = Math.max(1, nanos / PARTS);
    this.origin = origin;
    newest = part(now);
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new OutcomeCounts();
    }
  }

  @Override
  boolean needsTime() {
    return true;
  }

  @Override
  int calls() {
    fewestAside = aside.count(newest);
    return fewestCalls();
  }

  @Override
  int fewestCalls() {
    return super.calls() + fewestAside;
  }

  @Override
  FastPath tryAdd(long now) {
    long part = part(now);
    if (part > quietUntil) {
      return FastPath.NOT_COUNTED;
    }
    aside.add(part);
    return part > quietUntil ? FastPath.COUNTED_UNJUDGED : FastPath.COUNTED;
  }

  @Override
  void advance(long now) {
    advanceTo(part(now));
  }

  private void advanceTo(long part) {
    if (part > newest) {
      long gone = Math.min(PARTS, part - newest);
      for (long i = 1; i <= gone; i++) {
        empty(parts[(int) ((newest + i) % PARTS)]);
      }
      newest = part;
      fewestAside = 0;
      quietUntil = quiet() ? Long.MAX_VALUE : NEVER;
    }
  }

  private boolean quiet() {
    return failures() == 0 && slow() == 0 && failuresInARow == 0;
  }

  private long part(long now) {
    return (now - origin) / partNanos;
  }

  private void empty(OutcomeCounts part) {
    count(-part.calls(), -part.failures(), -part.slow());
    part.count(-part.calls(), -part.failures(), -part.slow());
  }

  /** Threads may come with their times in any order: an outcome counts in the part of its time. */
  @Override
  void add(boolean failed, boolean slow, long now) {
    long part = part(now);
    advanceTo(part);
    if (newest - part < PARTS) {
      int failures = failed ? 1 : 0;
      int slowCalls = slow ? 1 : 0;
      parts[(int) (part % PARTS)].count(1, failures, slowCalls);
      count(1, failures, slowCalls);
    }
    failuresInARow = failed ? failuresInARow + 1 : 0;
    quietUntil = quiet() ? Long.MAX_VALUE : judged() ? newest : NEVER;
  }

  /** Tells whether there are enough outcomes, and no failures in a row that a success ends. */
  private boolean judged() {
    return failuresInARow == 0 && (fewestCalls() >= minimum || calls() >= minimum);
  }

  @Override
  int failuresInARow() {
    return failuresInARow;
  }
}
