package io.patternsdk.concurrency;

/**
 * Why a circuit breaker opened: the rule that was broken, and what it had counted then.
 *
 * @param rule the rule; the first one if several were broken at once
 * @param afterTrials whether it was half-open and its trials failed, else it was closed
 * @param calls how many outcomes its window held, or how many trials had ended; 0 without a window
 * @param failures how many of these had failed
 * @param slowCalls how many of these were slow
 * @param consecutiveFailures how many failures in a row came last; 0 after trials
 * @param limit what the rule allows less than: failures in a row, or a share from 0 to 1
 */
public record BreakerTrip(
    BreakerRule rule,
    boolean afterTrials,
    int calls,
    int failures,
    int slowCalls,
    int consecutiveFailures,
    double limit) {

  /** Says it in words, such as {@code 12 of 20 calls failed, 50 % open it}. */
  @Override
  public String toString() {
    return switch (rule) {
      case CONSECUTIVE_FAILURES ->
          afterTrials ? "a trial failed" : consecutiveFailures + " failures in a row";
      case FAILURE_RATE -> share(failures, "failed");
      case SLOW_CALL_RATE -> share(slowCalls, "were slow");
    };
  }

  private String share(int part, String what) {
    double percent = Math.round(limit * 1_000_000) / 10_000.0;
    String bound = percent == Math.rint(percent) ? Long.toString((long) percent) : "" + percent;
    String of = afterTrials ? " trials " : " calls ";
    return part + " of " + calls + of + what + ", " + bound + " % open it";
  }
}
