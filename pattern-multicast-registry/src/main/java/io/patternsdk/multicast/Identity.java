package io.patternsdk.multicast;

import io.patternsdk.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A registered identity.
 *
 * @param id its id
 * @param metadata what filters select by; empty where a listing leaves it out
 * @param topic the topic on which it listens
 * @param durable whether multicasts to it are kept in a queue until acknowledged
 * @param registeredAt when it was registered
 * @param ttl how long it stays without a heartbeat; empty if it stays
 * @param expiresAt when it will be gone without a heartbeat; only where it was asked for by id, as
 *     heartbeats change it
 */
public record Identity(
    String id,
    JsonObject metadata,
    String topic,
    boolean durable,
    Instant registeredAt,
    Optional<Duration> ttl,
    Optional<Instant> expiresAt) {

  Identity expiringAt(Optional<Instant> instant) {
    return new Identity(id, metadata, topic, durable, registeredAt, ttl, instant);
  }

  Identity withoutMetadata() {
    return new Identity(id, JsonObject.EMPTY, topic, durable, registeredAt, ttl, expiresAt);
  }
}
