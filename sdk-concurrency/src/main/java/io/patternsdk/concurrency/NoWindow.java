package io.patternsdk.concurrency;

/** For a breaker that counts failures in a row and nothing else. */
final class NoWindow extends Window {
  static final NoWindow INSTANCE = new NoWindow();

  private NoWindow() {}

  @Override
  boolean needsTime() {
    return false;
  }

  @Override
  void advance(long now) {}

  @Override
  void add(boolean failed, boolean slow, long now) {}

  @Override
  boolean indifferent() {
    return true;
  }
}
