package io.patternsdk.testkit.contract.internal;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a query must answer, found the slow way. */
public final class DocumentReference {
  private DocumentReference() {}

  /** The order of a field's values, lowest first. */
  public static Order by(String field) {
    return Order.by(JsonPath.parse(field));
  }

  /** The order of a field's values, highest first. */
  public static Order byDescending(String field) {
    return Order.byDescending(JsonPath.parse(field));
  }

  /** Keys in the order of code points. */
  public static List<String> sorted(Collection<String> keys) {
    return keys.stream().sorted(CodePointOrder.ASCENDING).toList();
  }

  /** What a driver answers, with what it left over applied to what can be read. */
  public static List<Entry> answer(DocumentQuery query, DocumentRequest request) {
    DocumentWalk walk = query.find(request);
    Filter residual = walk.residual();
    return walk.entries().toList().stream()
        .filter(entry -> read(entry).map(residual::matches).orElse(true))
        .toList();
  }

  private static Optional<JsonObject> read(Entry entry) {
    try {
      return Optional.of(JsonObject.parse(entry.value()));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** The keys that the request has to find among these documents, in their order. */
  public static List<String> expected(Map<String, JsonObject> documents, DocumentRequest request) {
    Comparator<Position> order = comparator(request.order());
    return documents.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(request.prefix()))
        .filter(entry -> request.filter().matches(entry.getValue()))
        .map(entry -> position(entry.getKey(), entry.getValue(), request.order()))
        .filter(place -> request.after().stream().allMatch(a -> order.compare(place, a) > 0))
        .sorted(order)
        .map(Position::key)
        .toList();
  }

  public static Position position(String key, JsonObject document, Order order) {
    return new Position(order.field().flatMap(path -> path.in(document)), key);
  }

  private static Comparator<Position> comparator(Order order) {
    JsonOrder direction = order.descending() ? JsonOrder.DESCENDING : JsonOrder.ASCENDING;
    Comparator<Position> byValue =
        (a, b) -> direction.compare(a.value().orElse(null), b.value().orElse(null));
    return byValue.thenComparing(Position::key, CodePointOrder.ASCENDING);
  }
}
