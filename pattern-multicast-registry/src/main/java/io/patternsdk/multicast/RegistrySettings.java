package io.patternsdk.multicast;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.filter.FilterLimits;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the registry, whose names, bounds and defaults docs/registry.md lists.
 *
 * @param multicastTimeout how long a multicast may take where the request does not say
 * @param batchSize how many durable targets one worker serves at a time, and how many others one
 *     call publishes to where that is more than 1,000, or than a megabyte of messages
 * @param maxTargets the most identities that one multicast may select
 * @param defaultTtl the TTL of registrations that do not say; empty means that they stay
 * @param maxTtl the longest TTL that a registration may ask for
 * @param maxIdentities the most identities that may be registered; 0 for no limit
 * @param maxMetadataBytes the most bytes of an identity's metadata as JSON
 * @param maxPageSize the most identities on one page of an enumeration
 * @param filterLimits how large a filter from outside may be
 * @param indexedFields metadata fields that an index is kept for, so that multicasts and listings
 *     by {@code eq} or {@code in} read what they select and not everything
 * @param identityCacheBytes how many bytes of stored identities are remembered decoded, which takes
 *     some ten times as much memory; 0 for none
 * @param viewBytes how many bytes of stored identities may be held in a view; 0 for no view
 * @param viewMaxStaleness how old a view may be that answers where the request does not say
 * @param visibilityTimeout how long a durable delivery is held for its receiver
 * @param window the most unacknowledged deliveries that one subscription holds; some 500 to 1,500
 *     are the most that an id of one can name, so a larger one helps none that its receiver acks
 * @param pollInterval how often a durable subscription looks for deliveries without a wake-up
 * @param maxAbsence how long messages wait for a durable identity whose TTL has run out
 * @param multicastRetention how long a recorded multicast is kept; empty if none are
 * @param multicastLease how long a process may not be seen to live before another finishes what it
 *     has recorded
 * @param payloadThreshold the most bytes of a payload that travels by itself where there is a slot
 *     for larger ones
 * @param payloadRetention how long larger ones are kept
 */
record RegistrySettings(
    Duration multicastTimeout,
    int batchSize,
    int maxTargets,
    Optional<Duration> defaultTtl,
    Duration maxTtl,
    long maxIdentities,
    long maxMetadataBytes,
    int maxPageSize,
    FilterLimits filterLimits,
    List<String> indexedFields,
    long identityCacheBytes,
    long viewBytes,
    Duration viewMaxStaleness,
    Duration visibilityTimeout,
    int window,
    Duration pollInterval,
    Duration maxAbsence,
    Optional<Duration> multicastRetention,
    Duration multicastLease,
    long payloadThreshold,
    Duration payloadRetention) {

  /** What is stored must be readable as JSON, which with all else is bounded by 8 MiB. */
  private static final long MOST_METADATA = 7L << 20;

  /** So deep a filter's text is within the depth that JSON may have. */
  private static final int DEEPEST_FILTER = 30;

  private static FilterLimits filterLimits(Settings s) {
    FilterLimits usual = FilterLimits.DEFAULT;
    return new FilterLimits(
        s.integer("max_filter_depth").range(1, DEEPEST_FILTER).orElse(usual.depth()),
        s.integer("max_filter_clauses").range(1, 1_000).orElse(usual.clauses()),
        s.integer("max_filter_values").range(1, 10_000).orElse(usual.listed()));
  }

  private static List<String> fields(Settings s) {
    List<String> fields = s.strings("indexed_fields").orElse(List.of());
    for (String field : fields) {
      try {
        JsonPath unused = JsonPath.parse(field);
      } catch (JsonException e) {
        s.problem(
            "indexed_fields",
            "is no list of fields: " + s.shown("indexed_fields", field),
            "expected dotted paths of metadata, such as place.region");
      }
    }
    return fields;
  }

  private static Duration lease(Settings s) {
    return s.duration("multicast_lease").min(Duration.ofMillis(100)).orElse(Duration.ofSeconds(10));
  }

  private static Optional<Duration> retention(Settings s, Duration lease) {
    Optional<Duration> retention =
        s.duration("multicast_retention").min(Duration.ofSeconds(1)).optional();
    if (retention.filter(kept -> kept.compareTo(lease) < 0).isPresent()) {
      s.problem(
          "multicast_retention",
          "is shorter than multicast_lease: what is recorded would be gone before another process"
              + " may finish it",
          "at least multicast_lease, which is 10s where it is not set");
    }
    return retention;
  }

  /**
   * A payload that is gone sooner than what refers to it would fail who receives that: a message
   * that waits for {@code max_absence} from when the last try of its multicast was made.
   */
  private static Duration payloads(Settings s, Duration absence, Optional<Duration> recorded) {
    Duration needed = recorded.map(absence::plus).orElse(absence);
    Duration kept = s.duration("payload_retention").min(Duration.ofSeconds(1)).orElse(needed);
    if (kept.compareTo(needed) < 0) {
      s.problem(
          "payload_retention",
          "is shorter than max_absence and multicast_retention together: messages would be kept"
              + " longer than their payloads",
          "at least " + Durations.format(needed));
    }
    return kept;
  }

  /** Reads the settings, noting every problem in them. */
  static RegistrySettings from(Settings s) {
    Duration least = Duration.ofMillis(1);
    Duration lease = lease(s);
    Duration absence =
        s.duration("max_absence").min(Duration.ofHours(1)).orElse(Duration.ofDays(7));
    Optional<Duration> recorded = retention(s, lease);
    Duration maxTtl = s.duration("max_ttl").min(Duration.ofSeconds(1)).orElse(Duration.ofDays(1));
    return new RegistrySettings(
        s.duration("multicast_timeout").min(least).orElse(Duration.ofSeconds(10)),
        s.integer("batch_size").range(1, 10_000).orElse(100),
        s.integer("max_targets").range(1, 10_000_000).orElse(100_000),
        s.duration("default_ttl").range(least, maxTtl).optional(),
        maxTtl,
        s.longInteger("max_identities").min(0L).orElse(0L),
        s.size("max_metadata_size").range(2L, MOST_METADATA).orElse(65_536L),
        s.integer("max_page_size").range(1, 100_000).orElse(1_000),
        filterLimits(s),
        fields(s),
        s.size("identity_cache").range(0L, 1L << 30).orElse(4L << 20),
        s.size("view_size").range(0L, 1L << 40).orElse(0L),
        s.duration("view_max_staleness").min(Duration.ofMillis(40)).orElse(Duration.ofSeconds(5)),
        s.duration("visibility_timeout").min(least).orElse(Duration.ofSeconds(30)),
        s.integer("window").range(1, 10_000).orElse(100),
        s.duration("poll_interval").min(least).orElse(Duration.ofSeconds(5)),
        absence,
        recorded,
        lease,
        s.size("payload_threshold").range(1L, 1L << 30).orElse(256L << 10),
        payloads(s, absence, recorded));
  }
}
