package io.patternsdk.concurrency.circuitbreaker;

/**
 * Leave by a circuit breaker to make one call. Whoever has got one ends it exactly once, however
 * the call ended. If the breaker has changed its state since it gave the permit, the outcome counts
 * no more.
 *
 * <p>One permit object may serve many calls: it knows nothing of the single call.
 */
public sealed interface Permit permits Closed, HalfOpen, ForcedState {

  /**
   * Says that the call begins: returns a time to hand to {@link #end(Outcome, long)}. Reads no
   * clock unless the breaker watches for slow calls.
   */
  long begin();

  /** Ends a call whose length means something. */
  void end(Outcome outcome, long begun);

  /** Ends a call whose length means nothing: it is never slow. */
  void end(Outcome outcome);
}
