package io.patternsdk.session;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.Patch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What becomes of a session in one write; what is not said stays as it is. For one thread. */
public final class SessionChange {
  private final Map<String, @Nullable JsonValue> attributes = new TreeMap<>();
  private boolean login;
  private @Nullable String principal;
  private Lasting lasting = new Lasting(Optional.empty(), Optional.empty());

  /** Sets attributes, and removes those whose value is null. */
  public SessionChange set(Map<String, ? extends @Nullable JsonValue> some) {
    attributes.putAll(some);
    return this;
  }

  /** Sets who is logged in; empty for nobody. */
  public SessionChange login(Optional<String> somebody) {
    login = true;
    principal = somebody.orElse(null);
    return this;
  }

  /** Sets after how long without use it expires; negative for never. */
  public SessionChange idle(Duration idle) {
    lasting = new Lasting(Optional.of(idle), lasting.lifetime());
    return this;
  }

  /** Sets after how long from now it expires however it is used; negative for never. */
  public SessionChange lifetime(Duration lifetime) {
    lasting = new Lasting(lasting.idle(), Optional.of(lifetime));
    return this;
  }

  /** Tells whether nothing changes. */
  public boolean isEmpty() {
    return attributes.isEmpty()
        && !login
        && lasting.idle().isEmpty()
        && lasting.lifetime().isEmpty();
  }

  Map<String, @Nullable JsonValue> attributes() {
    return attributes;
  }

  /** Returns who is to be logged in; empty where nobody is. */
  Optional<String> principal() {
    return Optional.ofNullable(principal);
  }

  void write(
      Patch.Builder patch, String key, SessionCodec codec, long now, SessionSettings settings) {
    lasting.write(patch, now, settings);
    if (login) {
      codec.login(patch, key, Optional.ofNullable(principal));
    }
  }
}
