package io.patternsdk.cdc;

import java.util.function.Supplier;

/** Ends a process at a chosen point: before or after one of its calls. */
final class Fuse {
  private int left;
  private boolean burnt;

  Fuse(int left) {
    this.left = left;
  }

  /** The process is gone. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  <T> T around(Supplier<T> call) {
    point();
    T result = call.get();
    point();
    return result;
  }

  private void point() {
    if (!burnt && left-- == 0) {
      burnt = true;
      throw new Crash();
    }
  }

  boolean isBurnt() {
    return burnt;
  }
}
