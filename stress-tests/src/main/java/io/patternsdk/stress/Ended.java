package io.patternsdk.stress;

import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.circuitbreaker.Permit;

/** How calls end: the name of an outcome is also that of an annotation of each race. */
final class Ended {
  private Ended() {}

  static void well(Permit permit) {
    permit.end(Outcome.SUCCESS, permit.begin());
  }

  static void badly(Permit permit) {
    permit.end(Outcome.FAILURE, permit.begin());
  }
}
