package io.patternsdk.multicast;

import io.patternsdk.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to register an identity. Immutable; made by {@link #of}, each method changes a copy.
 */
public final class Registration {
  private final String id;
  private final JsonObject metadata;
  private final @Nullable Duration ttl;
  private final @Nullable String topic;
  private final boolean durable;
  private final boolean replace;

  private Registration(
      String id,
      JsonObject metadata,
      @Nullable Duration ttl,
      @Nullable String topic,
      boolean durable,
      boolean replace) {
    this.id = id;
    this.metadata = metadata;
    this.ttl = ttl;
    this.topic = topic;
    this.durable = durable;
    this.replace = replace;
  }

  /** Returns a request without metadata that registers an id that must be new. */
  public static Registration of(String id) {
    return new Registration(id, JsonObject.EMPTY, null, null, false, false);
  }

  /** Sets the metadata that filters select by; its types are kept. */
  public Registration metadata(JsonObject metadata) {
    return new Registration(id, metadata, ttl, topic, durable, replace);
  }

  /**
   * Adds one field to the metadata, or gives it another value, converted as by {@link
   * io.patternsdk.core.json.JsonValue#of(Object)}.
   */
  public Registration metadata(String field, @Nullable Object value) {
    return metadata(metadata.toBuilder().put(field, value).build());
  }

  /** Sets how long the identity stays without a heartbeat, by the backend's clock. */
  public Registration ttl(Duration ttl) {
    return new Registration(id, metadata, ttl, topic, durable, replace);
  }

  /** Sets the topic on which the identity listens; one of its own by default. */
  public Registration topic(String topic) {
    return new Registration(id, metadata, ttl, topic, durable, replace);
  }

  /**
   * Keeps multicasts in a queue until the identity has acknowledged them. The queue outlives a
   * registration that ends with its TTL or is replaced, so that who comes back finds it; {@link
   * MulticastRegistry#unregister} deletes it.
   */
  public Registration durable() {
    return new Registration(id, metadata, ttl, topic, true, replace);
  }

  /** Replaces an identity that is registered already. */
  public Registration replace() {
    return new Registration(id, metadata, ttl, topic, durable, true);
  }

  /** Returns the id of the identity. */
  public String id() {
    return id;
  }

  /** Returns the metadata. */
  public JsonObject metadata() {
    return metadata;
  }

  /** Returns the TTL; empty for the default of the settings. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(ttl);
  }

  /** Returns the topic on which the identity listens. */
  public String topicOrDefault() {
    return topic == null ? "identity." + id : topic;
  }

  /** Tells whether multicasts are kept in a queue. */
  public boolean isDurable() {
    return durable;
  }

  /** Tells whether an identity that is registered already is replaced. */
  public boolean replaces() {
    return replace;
  }
}
