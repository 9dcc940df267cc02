package io.patternsdk.session;

import io.patternsdk.core.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session as it was when it was read.
 *
 * @param id what its user shows; whoever has it has the session
 * @param principal who is logged in
 * @param created when it was created
 * @param lastAccessed when it was last used, at most the touch interval earlier than it really was
 * @param idle after how long without use it expires; empty for never
 * @param ends when it expires however it is used; empty for never
 * @param attributes what is kept in it, by name; unmodifiable
 * @param problems why attributes that are kept cannot be read, by name; unmodifiable
 */
public record Session(
    String id,
    Optional<String> principal,
    Instant created,
    Instant lastAccessed,
    Optional<Duration> idle,
    Optional<Instant> ends,
    Map<String, JsonValue> attributes,
    Map<String, Unreadable> problems) {

  /** Returns an attribute; empty if it is absent or cannot be read. */
  public Optional<JsonValue> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /**
   * Returns an attribute; empty if it is absent.
   *
   * @throws SessionException UNREADABLE or TAMPERED, if it is there and cannot be read
   */
  public Optional<JsonValue> readable(String name) {
    Unreadable problem = problems.get(name);
    if (problem != null) {
      throw new SessionException(problem.code(), problem.reason());
    }
    return attribute(name);
  }

  /** Returns the names of attributes that are kept and cannot be read. */
  public Set<String> unreadable() {
    return problems.keySet();
  }
}
