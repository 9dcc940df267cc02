package io.patternsdk.multicast;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
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

  private Enumeration(
      Filter filter, Order order, OptionalInt limit, @Nullable String cursor, boolean metadata) {
    this.filter = filter;
    this.order = order;
    this.limit = limit;
    this.cursor = cursor;
    this.metadata = metadata;
  }

  /** Returns the request for the first page of identities by id, with their metadata. */
  public static Enumeration all() {
    return new Enumeration(Filters.all(), Order.BY_KEY, OptionalInt.empty(), null, true);
  }

  /** Returns the request for the first page of identities by id whose metadata match. */
  public static Enumeration matching(Filter filter) {
    return new Enumeration(filter, Order.BY_KEY, OptionalInt.empty(), null, true);
  }

  /** Sorts by a metadata field, given as a dotted path; then by id. */
  public Enumeration sortedBy(String field, boolean descending) {
    JsonPath path = METADATA.resolve(JsonPath.parse(field));
    return new Enumeration(
        filter, new Order(Optional.of(path), descending), limit, cursor, metadata);
  }

  /** Sets the most identities on the page; 100 by default, or as many as the settings allow. */
  public Enumeration limit(int limit) {
    return new Enumeration(filter, order, OptionalInt.of(limit), cursor, metadata);
  }

  /** Goes on where an earlier page with the same order ended. */
  public Enumeration after(String cursor) {
    return new Enumeration(filter, order, limit, cursor, metadata);
  }

  /** Leaves the metadata out of the answer. */
  public Enumeration withoutMetadata() {
    return new Enumeration(filter, order, limit, cursor, false);
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
