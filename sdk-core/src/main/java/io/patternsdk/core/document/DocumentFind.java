package io.patternsdk.core.document;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import java.util.Optional;

/**
 * What to find, in which order, and how much of it.
 *
 * @param filter what documents have to match
 * @param order in which order they come
 * @param limit the most documents of the page; at least 1
 * @param cursor where an earlier page ended; empty for the first page
 * @param withTotal whether to count all documents that match, which reads them all
 */
public record DocumentFind(
    Filter filter, Order order, int limit, Optional<String> cursor, boolean withTotal) {

  /** Checks the limit. */
  public DocumentFind {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; at least 1 works");
    }
  }

  /** Returns the request for everything that matches, in the order of keys. */
  public static DocumentFind all(Filter filter) {
    return new DocumentFind(filter, Order.BY_KEY, Integer.MAX_VALUE, Optional.empty(), false);
  }
}
