package io.patternsdk.core.layer;

/**
 * What a layer does to a call, as far as its place in the order depends on it. The constants stand
 * in that order, outermost first; {@link LayerOrder} says what goes wrong in another.
 */
public enum Role {
  /** Sees whole calls: what is refused and repeated further in. */
  CALL("the layer of whole calls", "what the other does would not be seen there"),
  /** Repeats. */
  RETRY("the retry", "attempts would multiply"),
  /** Bounds how often attempts begin. */
  RATE_LIMIT("the rate limit", "only the first attempt of a call would wait for its turn"),
  /** Bounds how many attempts are under way. */
  BULKHEAD("the bulkhead", "a place would be held through pauses and waits"),
  /** Stops attempts while the backend is down. */
  CIRCUIT_BREAKER(
      "the circuit breaker",
      "a trial would be held through pauses and waits, which would count as slowness, and all"
          + " attempts would count as one"),
  /** Bounds the time of one attempt. */
  TIME_LIMIT(
      "the time limit of an attempt", "its time would run through pauses, waits and repeats"),
  /** Sees single attempts: the driver and nothing else. */
  ATTEMPT("the layer of attempts", "it would take pauses and waits for the driver's time");

  private final String words;
  private final String wrongOutside;

  Role(String words, String wrongOutside) {
    this.words = words;
    this.wrongOutside = wrongOutside;
  }

  /** Whether this one cannot stand outside another. */
  boolean mustNotEnclose(Role inner) {
    return compareTo(inner) > 0 || (this == RETRY && inner == RETRY);
  }

  /** What goes wrong if it does. */
  String problemAround(Role inner) {
    String reason = inner == CALL ? inner.wrongOutside : wrongOutside;
    return words + " stands outside " + inner.words + ": " + reason;
  }
}
