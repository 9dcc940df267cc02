package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Position;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares documents by their positions in an order. */
final class DocumentOrder implements Comparator<Ranked> {
  private final Order order;
  private final boolean byKey;

  DocumentOrder(Order order) {
    this.order = order;
    this.byKey = order.field().isEmpty();
  }

  /** Returns the place of a document that was read, of which something is kept. */
  Ranked rank(Document read, Document kept, long weight) {
    return Ranked.of(value(read), kept, weight);
  }

  /** Returns the place of what cannot be read; of its fields, if at least JSON was read. */
  Ranked unreadable(String key, @Nullable Document read) {
    return Ranked.place(read == null ? null : value(read), key);
  }

  /** Returns the place where an earlier page ended; null for the first page. */
  @Nullable Ranked after(DocumentFind find) {
    return find.cursor().map(text -> place(Cursor.parse(text, order))).orElse(null);
  }

  private Ranked place(Position position) {
    return Ranked.place(byKey ? null : position.value().orElse(null), position.key());
  }

  Position position(Ranked ranked) {
    return new Position(Optional.ofNullable(ranked.value), ranked.key());
  }

  void sort(List<Ranked> all) {
    Ranked.prepare(all);
    all.sort(
        (a, b) -> {
          int byValue = compareValues(a, b);
          return byValue != 0 ? byValue : a.comparePrepared(b);
        });
  }

  private @Nullable JsonValue value(Document document) {
    return order.field().flatMap(path -> path.in(document.json())).orElse(null);
  }

  private int compareValues(Ranked a, Ranked b) {
    int byValue = byKey ? 0 : JsonOrder.ASCENDING.compare(a.value, b.value);
    return order.descending() ? -byValue : byValue;
  }

  @Override
  public int compare(Ranked a, Ranked b) {
    int byValue = compareValues(a, b);
    return byValue != 0 ? byValue : a.compareKey(b);
  }
}
