package io.patternsdk.core.keyvalue;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonPath;
import java.util.Optional;

/**
 * Which documents to find.
 *
 * @param prefix what their keys begin with; empty for all
 * @param filter what they have to match
 * @param order in which order they come
 * @param after where to go on: only documents after it in {@code order}
 * @param pageSize how many the caller means to read at a time; a hint
 */
public record DocumentRequest(
    String prefix, Filter filter, Order order, Optional<Position> after, int pageSize) {

  /**
   * An order of documents: by one field, in the order of {@link io.patternsdk.core.json.JsonOrder},
   * where a missing field comes first; those that are equal in it, and all where there is no field,
   * by key in the order of code points.
   *
   * @param field the field; empty for the order of keys
   * @param descending whether the last value of the field comes first; keys always ascend
   */
  public record Order(Optional<JsonPath> field, boolean descending) {
    /** The order of keys. */
    public static final Order BY_KEY = new Order(Optional.empty(), false);

    /** Returns the order of a field's values, lowest first. */
    public static Order by(JsonPath field) {
      return new Order(Optional.of(field), false);
    }

    /** Returns the order of a field's values, highest first. */
    public static Order byDescending(JsonPath field) {
      return new Order(Optional.of(field), true);
    }
  }
}
