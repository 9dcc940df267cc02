package io.patternsdk.concurrency;

/** The last so many outcomes. */
final class CountWindow extends Window {
  private static final int FAILED = 1;
  private static final int SLOW = 2;

  private final byte[] ring;
  private int next;

  CountWindow(int size) {
    ring = new byte[size];
  }

  @Override
  boolean needsTime() {
    return false;
  }

  @Override
  void advance(long now) {}

  @Override
  void add(boolean failed, boolean slow, long now) {
    if (calls() == ring.length) {
      byte oldest = ring[next];
      count(-1, -(oldest & FAILED), (oldest & SLOW) == 0 ? 0 : -1);
    }
    ring[next] = (byte) ((failed ? FAILED : 0) | (slow ? SLOW : 0));
    next = next + 1 == ring.length ? 0 : next + 1;
    count(1, failed ? 1 : 0, slow ? 1 : 0);
  }

  /** Full of quick successes, the ring looks the same wherever it begins. */
  @Override
  boolean indifferent() {
    return calls() == ring.length && failures() == 0 && slow() == 0;
  }
}
