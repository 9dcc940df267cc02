package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.PAYLOADS;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.PatternBuilder;
import java.time.Duration;
import java.util.List;

/**
 * Makes a {@link MulticastRegistry} for a program that uses it as a library. One backend may fill
 * several slots. Settings have the defaults and bounds that docs/registry.md lists.
 */
public final class RegistryBuilder extends PatternBuilder<MulticastRegistry, RegistryBuilder> {
  RegistryBuilder() {
    super(new MulticastRegistryProvider());
  }

  /** Sets where identities are stored, with layers round it, outermost first. */
  public RegistryBuilder registry(Backend backend, Layer... layers) {
    return slot(REGISTRY, backend, layers);
  }

  /** Sets how messages reach those that listen, with layers round it, outermost first. */
  public RegistryBuilder messaging(Backend backend, Layer... layers) {
    return slot(MESSAGING, backend, layers);
  }

  /** Sets where messages to durable identities wait; without it there are no such identities. */
  public RegistryBuilder durability(Backend backend, Layer... layers) {
    return slot(DURABILITY, backend, layers);
  }

  /** Sets where payloads are kept that are too large to travel; without it all of them travel. */
  public RegistryBuilder payloads(Backend backend, Layer... layers) {
    return slot(PAYLOADS, backend, layers);
  }

  /** Sets how long a multicast may take where the request does not say. */
  public RegistryBuilder multicastTimeout(Duration timeout) {
    return set("multicast_timeout", timeout);
  }

  /** Sets how many durable targets one worker serves at a time. */
  public RegistryBuilder batchSize(int targets) {
    return set("batch_size", targets);
  }

  /** Sets the most identities that one multicast may select. */
  public RegistryBuilder maxTargets(int identities) {
    return set("max_targets", identities);
  }

  /** Sets the TTL of registrations that do not say; without it these stay. */
  public RegistryBuilder defaultTtl(Duration ttl) {
    return set("default_ttl", ttl);
  }

  /** Sets the longest TTL that a registration may ask for. */
  public RegistryBuilder maxTtl(Duration ttl) {
    return set("max_ttl", ttl);
  }

  /** Sets the most identities that may be registered; 0 for no limit. */
  public RegistryBuilder maxIdentities(long identities) {
    return set("max_identities", identities);
  }

  /** Sets the most bytes of an identity's metadata as JSON. */
  public RegistryBuilder maxMetadataSize(long bytes) {
    return set("max_metadata_size", bytes);
  }

  /** Sets the most identities on one page of an enumeration. */
  public RegistryBuilder maxPageSize(int identities) {
    return set("max_page_size", identities);
  }

  /** Sets how deep a filter may nest. */
  public RegistryBuilder maxFilterDepth(int depth) {
    return set("max_filter_depth", depth);
  }

  /** Sets how many comparisons a filter may have. */
  public RegistryBuilder maxFilterClauses(int clauses) {
    return set("max_filter_clauses", clauses);
  }

  /** Sets how many values one {@code in} of a filter may list. */
  public RegistryBuilder maxFilterValues(int values) {
    return set("max_filter_values", values);
  }

  /** Sets the metadata fields, as dotted paths, that an index is kept for. */
  public RegistryBuilder indexedFields(String... fields) {
    return set("indexed_fields", List.of(fields));
  }

  /** Sets how many bytes of stored identities are remembered decoded; 0 for none. */
  public RegistryBuilder identityCache(long bytes) {
    return set("identity_cache", bytes);
  }

  /** Sets how many bytes of stored identities may be held in a view; 0 for no view. */
  public RegistryBuilder viewSize(long bytes) {
    return set("view_size", bytes);
  }

  /** Sets how old a view may be that answers where the request does not say. */
  public RegistryBuilder viewMaxStaleness(Duration staleness) {
    return set("view_max_staleness", staleness);
  }

  /** Sets how long a durable delivery is held for its receiver. */
  public RegistryBuilder visibilityTimeout(Duration timeout) {
    return set("visibility_timeout", timeout);
  }

  /** Sets the most unacknowledged deliveries that one subscription holds. */
  public RegistryBuilder window(int deliveries) {
    return set("window", deliveries);
  }

  /** Sets how often a durable subscription looks for deliveries without a wake-up. */
  public RegistryBuilder pollInterval(Duration interval) {
    return set("poll_interval", interval);
  }

  /** Sets how long messages wait for a durable identity whose TTL has run out. */
  public RegistryBuilder maxAbsence(Duration absence) {
    return set("max_absence", absence);
  }

  /** Sets how long a recorded multicast is kept; without it none are recorded. */
  public RegistryBuilder multicastRetention(Duration retention) {
    return set("multicast_retention", retention);
  }

  /**
   * Sets for how long a process may not be seen to live before another finishes its recorded
   * multicasts.
   */
  public RegistryBuilder multicastLease(Duration lease) {
    return set("multicast_lease", lease);
  }

  /** Sets the most bytes of a payload that travels by itself where there is a slot for others. */
  public RegistryBuilder payloadThreshold(long bytes) {
    return set("payload_threshold", bytes);
  }

  /** Sets how long larger payloads are kept. */
  public RegistryBuilder payloadRetention(Duration retention) {
    return set("payload_retention", retention);
  }
}
