package io.patternsdk.concurrency.circuitbreaker;

/**
 * The last so many outcomes. Those that failed or were slow are kept with their number, which says
 * how many came before. Quick successes are only counted: once there are enough outcomes to judge,
 * one more makes no rate rise, so they need no lock. They are not even counted while the window is
 * full of their like, which looks the same wherever it begins.
 */
final class CountWindow extends Window {
  private static final int FAILED = 1;
  private static final int SLOW = 2;
  private static final int FLAGS = 2;
  private static final int SELDOM = 1_024;

  /** What a quick success does. */
  private enum SuccessMode {
    UNDER_LOCK,
    COUNTED,
    IGNORED
  }

  private final int size;
  private final int minimum;
  private final StripedCounter passed = new StripedCounter();
  private volatile SuccessMode mode = SuccessMode.UNDER_LOCK;

  private long underLock;
  private long end;
  private long lastFailure = -1;
  private int failuresInARow;

  /** Numbers, with flags, of what is in the window and no quick success; the oldest first. */
  private final long[] marks;

  private int oldest;
  private int marked;

  CountWindow(int size, int minimum) {
    this.size = size;
    this.minimum = minimum;
    this.marks = new long[size];
  }

  @Override
  boolean needsTime() {
    return false;
  }

  /** Now and then it has somebody look whether the window is full of quick successes again. */
  @Override
  FastPath tryAdd(long now) {
    return switch (mode) {
      case IGNORED -> FastPath.COUNTED;
      case COUNTED -> passed.add() % SELDOM == 0 ? FastPath.COUNTED_UNJUDGED : FastPath.COUNTED;
      case UNDER_LOCK -> FastPath.NOT_COUNTED;
    };
  }

  @Override
  void add(boolean failed, boolean slow, long now) {
    boolean quick = !failed && !slow;
    if (!quick && mode == SuccessMode.IGNORED) {
      mode = SuccessMode.COUNTED; // from now on, and then comes this one
    }
    long number = passed.sum() + underLock++;
    moveTo(number + 1);
    if (!quick) {
      mark(number << FLAGS | (failed ? FAILED : 0) | (slow ? SLOW : 0));
    }
    if (failed) {
      failuresInARow = lastFailure == number - 1 ? failuresInARow + 1 : 1;
      lastFailure = number;
    }
    choose();
  }

  @Override
  void advance(long now) {
    moveTo(passed.sum() + underLock);
    choose();
  }

  private void choose() {
    SuccessMode chosen = marked == 0 && end >= size ? SuccessMode.IGNORED : SuccessMode.COUNTED;
    chosen = end < minimum ? SuccessMode.UNDER_LOCK : chosen;
    if (mode != chosen) {
      mode = chosen;
    }
  }

  private void moveTo(long end) {
    this.end = end;
    count((int) Math.min(size, end) - calls(), 0, 0);
    while (marked > 0 && marks[oldest] >> FLAGS < end - size) {
      unmark();
    }
  }

  private void mark(long mark) {
    marks[(int) ((oldest + (long) marked) % size)] = mark;
    marked++;
    count(0, (int) mark & FAILED, (int) (mark & SLOW) >> 1);
  }

  private void unmark() {
    long mark = marks[oldest];
    oldest = oldest + 1 == size ? 0 : oldest + 1;
    marked--;
    count(0, (int) -(mark & FAILED), (int) -((mark & SLOW) >> 1));
  }

  @Override
  int failuresInARow() {
    return end == lastFailure + 1 ? failuresInARow : 0;
  }
}
