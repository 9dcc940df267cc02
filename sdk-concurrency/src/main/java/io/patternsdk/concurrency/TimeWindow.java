package io.patternsdk.concurrency;

/**
 * The outcomes of the last while, in ten parts of equal length: an outcome leaves with its part, so
 * the window is never longer than it should be and at most one part shorter.
 */
final class TimeWindow extends Window {
  private static final int PARTS = 10;

  private final long partNanos;
  private final long origin;
  private final Tally[] parts = new Tally[PARTS];
  private long newest;

  TimeWindow(long nanos, long now) {
    partNanos = Math.max(1, nanos / PARTS);
    origin = now;
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Tally();
    }
  }

  @Override
  boolean needsTime() {
    return true;
  }

  @Override
  void advance(long now) {
    long part = (now - origin) / partNanos;
    long gone = Math.min(PARTS, part - newest);
    for (long i = 1; i <= gone; i++) {
      empty(parts[(int) ((newest + i) % PARTS)]);
    }
    newest = Math.max(newest, part);
  }

  private void empty(Tally part) {
    count(-part.calls(), -part.failures(), -part.slow());
    part.count(-part.calls(), -part.failures(), -part.slow());
  }

  @Override
  void add(boolean failed, boolean slow, long now) {
    advance(now);
    int failures = failed ? 1 : 0;
    int slowCalls = slow ? 1 : 0;
    parts[(int) (newest % PARTS)].count(1, failures, slowCalls);
    count(1, failures, slowCalls);
  }

  @Override
  boolean indifferent() {
    return false;
  }
}
