package io.patternsdk.session.audit;

import java.util.Optional;

/**
 * On whose behalf the store is asked.
 *
 * @param name who asks, as whoever authenticated them says
 * @param trace the trace that the request belongs to
 */
public record Caller(Optional<String> name, Optional<String> trace) {
  /** Nobody that is known. */
  public static final Caller UNKNOWN = new Caller(Optional.empty(), Optional.empty());

  /** Returns somebody. */
  public static Caller named(String name) {
    return new Caller(Optional.of(name), Optional.empty());
  }

  /** Returns the same within a trace. */
  public Caller within(String someTrace) {
    return new Caller(name, Optional.of(someTrace));
  }
}
