package io.patternsdk.core.document;

import io.patternsdk.core.capability.DocumentRequest.Order;
import io.patternsdk.core.capability.Position;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonValue;
import java.util.Comparator;
import java.util.Optional;

/** Compares documents by their positions in an order. */
final class DocumentOrder implements Comparator<Position> {
  private final Order order;

  DocumentOrder(Order order) {
    this.order = order;
  }

  Position position(Document document) {
    Optional<JsonValue> value = order.field().flatMap(path -> path.in(document.json()));
    return new Position(value, document.key());
  }

  @Override
  public int compare(Position a, Position b) {
    int byValue =
        order.field().isEmpty()
            ? 0
            : JsonOrder.ASCENDING.compare(a.value().orElse(null), b.value().orElse(null));
    if (byValue != 0) {
      return order.descending() ? -byValue : byValue;
    }
    return CodePointOrder.ASCENDING.compare(a.key(), b.key());
  }
}
