package io.patternsdk.session;

import io.patternsdk.core.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session begins with. Immutable.
 *
 * @param principal who is logged in
 * @param idle after how long without use it expires, negative for never; empty for the setting
 * @param lifetime after how long it expires however it is used, negative for never; empty for the
 *     setting
 * @param attributes what is kept in it
 */
public record NewSession(
    Optional<String> principal,
    Optional<Duration> idle,
    Optional<Duration> lifetime,
    Map<String, JsonValue> attributes) {

  /** Copies the attributes. */
  public NewSession {
    attributes = Map.copyOf(attributes);
  }

  /** Returns one of nobody, with nothing in it, that lasts as the settings say. */
  public static NewSession empty() {
    return new NewSession(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Returns one of somebody who is logged in. */
  public static NewSession of(String principal) {
    return new NewSession(Optional.of(principal), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Sets after how long without use it expires; negative for never. */
  public NewSession idle(Duration idle) {
    return new NewSession(principal, Optional.of(idle), lifetime, attributes);
  }

  /** Sets after how long it expires however it is used; negative for never. */
  public NewSession lifetime(Duration lifetime) {
    return new NewSession(principal, idle, Optional.of(lifetime), attributes);
  }

  /** Adds an attribute: what {@link JsonValue#of} takes. */
  public NewSession with(String name, @Nullable Object value) {
    Map<String, JsonValue> more = new TreeMap<>(attributes);
    more.put(name, JsonValue.of(value));
    return new NewSession(principal, idle, lifetime, more);
  }
}
