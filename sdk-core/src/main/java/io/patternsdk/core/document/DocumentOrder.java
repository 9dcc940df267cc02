package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Position;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Compares documents by their positions in an order. */
final class DocumentOrder implements Comparator<Ranked> {
  private final Order order;
  private final boolean byKey;

  DocumentOrder(Order order) {
    this.order = order;
    this.byKey = order.field().isEmpty();
  }

  Position position(Document document) {
    return new Position(value(document), document.key());
  }

  Ranked rank(Document document) {
    return new Ranked(byKey ? null : value(document).orElse(null), utf8(document.key()), document);
  }

  /** Returns a rank to compare with. */
  Ranked rank(Position position) {
    return new Ranked(byKey ? null : position.value().orElse(null), utf8(position.key()), null);
  }

  void sort(List<Ranked> all) {
    Ranked.prepare(all);
    all.sort(this);
  }

  private Optional<JsonValue> value(Document document) {
    return order.field().flatMap(path -> path.in(document.json()));
  }

  private static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int compare(Ranked a, Ranked b) {
    int byValue = byKey ? 0 : JsonOrder.ASCENDING.compare(a.value, b.value);
    if (byValue != 0) {
      return order.descending() ? -byValue : byValue;
    }
    return a.compareKey(b);
  }
}
