package io.patternsdk.concurrency;

/**
 * The outcomes of the last while, in ten parts of equal length: an outcome leaves with its part, so
 * the window is never longer than it should be and at most one part shorter. Quick successes are
 * counted aside, without a lock, while there is nothing else in the window.
 */
final class TimeWindow extends Window {
  static final int PARTS = 10;

  private final long partNanos;
  private final long origin;
  private final Tally[] parts = new Tally[PARTS];
  private final SuccessStripes aside = new SuccessStripes();
  private long newest;

  TimeWindow(long nanos, long origin, long now) {
    partNanos = Math.max(1, nanos / PARTS);
    this.origin = origin;
    newest = part(now);
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Tally();
    }
  }

  @Override
  boolean needsTime() {
    return true;
  }

  @Override
  int calls() {
    return super.calls() + aside.count(newest);
  }

  @Override
  int fewestCalls() {
    return super.calls();
  }

  @Override
  void pass(long now) {
    aside.add(part(now));
  }

  @Override
  void advance(long now) {
    long part = part(now);
    long gone = Math.min(PARTS, part - newest);
    for (long i = 1; i <= gone; i++) {
      empty(parts[(int) ((newest + i) % PARTS)]);
    }
    newest = Math.max(newest, part);
  }

  private long part(long now) {
    return (now - origin) / partNanos;
  }

  private void empty(Tally part) {
    count(-part.calls(), -part.failures(), -part.slow());
    part.count(-part.calls(), -part.failures(), -part.slow());
  }

  /** Threads may come with their times in any order: an outcome counts in the part of its time. */
  @Override
  void add(boolean failed, boolean slow, long now) {
    advance(now);
    long part = part(now);
    if (newest - part < PARTS) {
      int failures = failed ? 1 : 0;
      int slowCalls = slow ? 1 : 0;
      parts[(int) (part % PARTS)].count(1, failures, slowCalls);
      count(1, failures, slowCalls);
    }
  }

  @Override
  boolean indifferent() {
    return failures() == 0 && slow() == 0;
  }
}
