package io.patternsdk.session.audit;

import java.util.Optional;

/**
 * On whose behalf the store is asked.
 *
 * @param name who asks, as whoever authenticated them says
 * @param trace the trace that the request belongs to
 */
public record SessionCaller(Optional<String> name, Optional<String> trace) {
  /** Nobody that is known. */
  public static final SessionCaller UNKNOWN = new SessionCaller(Optional.empty(), Optional.empty());

  /** Returns somebody. */
  public static SessionCaller named(String name) {
    return new SessionCaller(Optional.of(name), Optional.empty());
  }

  /** Returns the same within a trace. */
  public SessionCaller within(String someTrace) {
    return new SessionCaller(name, Optional.of(someTrace));
  }
}
