package io.patternsdk.driver.embedded;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Position;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds documents in a table: by the smallest range of an index, or by a walk over all of them. The
 * filter has only fields that the table has, and so has the order.
 */
final class DocumentSearch {
  private final DocumentTable table;
  private final DocumentRequest request;
  private final Filter filter;
  private final Filter flat;

  DocumentSearch(DocumentTable table, DocumentRequest request, Filter filter) {
    this.table = table;
    this.request = request;
    this.filter = filter;
    this.flat = flat(filter);
  }

  /** A document that matches, with its place in the order. */
  private record Match(Position position, StoredValue stored) {}

  /** Returns what matches, in order; in the order of keys it is found as it is asked for. */
  Iterator<Map.Entry<String, StoredValue>> run() {
    boolean byKey = request.order().field().isEmpty();
    return byKey && filter instanceof Filter.All ? inOrderOfKeys() : sorted();
  }

  private Iterator<Map.Entry<String, StoredValue>> inOrderOfKeys() {
    String prefix = request.prefix();
    Optional<String> after =
        request
            .after()
            .map(Position::key)
            .filter(key -> CodePointOrder.ASCENDING.compare(key, prefix) >= 0);
    return table.from(after.orElse(prefix), after.isEmpty()).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().stored()))
        .iterator();
  }

  private Iterator<Map.Entry<String, StoredValue>> sorted() {
    List<Match> matches = new ArrayList<>();
    table.candidates(conditions(), candidate -> consider(candidate, matches));
    matches.sort((a, b) -> compare(a.position, b.position));
    return matches.stream().map(match -> Map.entry(match.position.key(), match.stored)).iterator();
  }

  private List<Filter> conditions() {
    return filter instanceof Filter.And and ? and.operands() : List.of(filter);
  }

  private void consider(Map.Entry<String, IndexedDocument> candidate, List<Match> matches) {
    IndexedDocument document = candidate.getValue();
    if (candidate.getKey().startsWith(request.prefix())
        && (!document.readable() || flat.matches(document.fields()))) {
      Optional<JsonValue> value =
          request.order().field().flatMap(path -> document.fields().find(path.toString()));
      Position position = new Position(value, candidate.getKey());
      if (request.after().isEmpty() || compare(position, request.after().get()) > 0) {
        matches.add(new Match(position, document.stored()));
      }
    }
  }

  private int compare(Position a, Position b) {
    Order order = request.order();
    JsonOrder direction = order.descending() ? JsonOrder.DESCENDING : JsonOrder.ASCENDING;
    int byValue =
        order.field().isEmpty()
            ? 0
            : direction.compare(a.value().orElse(null), b.value().orElse(null));
    return byValue != 0 ? byValue : CodePointOrder.ASCENDING.compare(a.key(), b.key());
  }

  /** The same filter on {@link IndexedDocument#fields}. */
  private static Filter flat(Filter filter) {
    return switch (filter) {
      case Filter.Compare c ->
          new Filter.Compare(JsonPath.of(c.field().toString()), c.operator(), c.value());
      case Filter.And and ->
          Filters.and(and.operands().stream().map(DocumentSearch::flat).toList());
      case Filter.Or or -> Filters.or(or.operands().stream().map(DocumentSearch::flat).toList());
      case Filter.Not not -> Filters.not(flat(not.operand()));
      case Filter.All all -> all;
    };
  }
}
