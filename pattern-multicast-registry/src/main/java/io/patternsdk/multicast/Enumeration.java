package io.patternsdk.multicast;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A request for identities. Immutable; made by {@link #all}, each method changes a copy. */
public final class Enumeration {
  private static final JsonPath METADATA = JsonPath.of(IdentityCodec.METADATA);

  private final Filter filter;
  private final Order order;
  private final OptionalInt limit;
  private final @Nullable String cursor;
  private final boolean metadata;
  private final Freshness freshness;

  private Enumeration(
      Filter filter,
      Order order,
      OptionalInt limit,
      @Nullable String cursor,
      boolean metadata,
      Freshness freshness) {
    this.filter = filter;
    this.order = order;
    this.limit = limit;
    this.cursor = cursor;
    this.metadata = metadata;
    this.freshness = freshness;
  }

  /** Returns the request for the first page of identities by id, with their metadata. */
  public static Enumeration all() {
    return new Enumeration(
        Filters.all(), Order.BY_KEY, OptionalInt.empty(), null, true, Freshness.USUAL);
  }

  /** Returns the request for the first page of identities by id whose metadata match. */
  public static Enumeration matching(Filter filter) {
    return new Enumeration(filter, Order.BY_KEY, OptionalInt.empty(), null, true, Freshness.USUAL);
  }

  /** Sorts by a metadata field, given as a dotted path; then by id. */
  public Enumeration sortedBy(String field, boolean descending) {
    JsonPath path = METADATA.resolve(JsonPath.parse(field));
    return new Enumeration(
        filter, new Order(Optional.of(path), descending), limit, cursor, metadata, freshness);
  }

  /** Sets the most identities on the page; 100 by default, or as many as the settings allow. */
  public Enumeration limit(int limit) {
    return new Enumeration(filter, order, OptionalInt.of(limit), cursor, metadata, freshness);
  }

  /** Goes on where an earlier page with the same order ended. */
  public Enumeration after(String cursor) {
    return new Enumeration(filter, order, limit, cursor, metadata, freshness);
  }

  /** Leaves the metadata out of the answer. */
  public Enumeration withoutMetadata() {
    return new Enumeration(filter, order, limit, cursor, false, freshness);
  }

  /**
   * Sets how old the answer may be where a view answers; what the settings say otherwise. Zero
   * reads the backend. Where the view is older, the backend is read, unless it {@link
   * #failsIfStale}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Enumeration maxStaleness(Duration staleness) {
    return new Enumeration(filter, order, limit, cursor, metadata, freshness.atMost(staleness));
  }

  /**
   * Refuses as STALE, rather than read the backend, where there is a view and it is older than may
   * be.
   */
  public Enumeration failsIfStale() {
    return new Enumeration(filter, order, limit, cursor, metadata, freshness.orFailure());
  }

  Freshness freshness() {
    return freshness;
  }

  /** The filter on the stored form, in which metadata are an inner object. */
  Filter storedFilter() {
    return filter.under(METADATA);
  }

  Order order() {
    return order;
  }

  OptionalInt limit() {
    return limit;
  }

  Optional<String> cursor() {
    return Optional.ofNullable(cursor);
  }

  boolean metadata() {
    return metadata;
  }
}
