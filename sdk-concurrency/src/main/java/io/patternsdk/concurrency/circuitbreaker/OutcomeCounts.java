package io.patternsdk.concurrency.circuitbreaker;

/** How calls ended; guarded by whoever holds it. */
class OutcomeCounts {
  private int calls;
  private int failures;
  private int slow;

  int calls() {
    return calls;
  }

  final int failures() {
    return failures;
  }

  /** Counts the slow ones, whether they failed or not. */
  final int slow() {
    return slow;
  }

  final void count(int calls, int failures, int slow) {
    this.calls += calls;
    this.failures += failures;
    this.slow += slow;
  }
}
