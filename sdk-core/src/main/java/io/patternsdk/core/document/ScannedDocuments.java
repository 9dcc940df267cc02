package io.patternsdk.core.document;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds documents on a backend that can only scan: reads all, filters and sorts here. */
record ScannedDocuments(KeyValueScan scan, String prefix, Document.Reader reader)
    implements Documents {

  @Override
  public DocumentPage find(DocumentFind find) {
    DocumentOrder order = new DocumentOrder(find.order());
    Optional<Ranked> after =
        find.cursor().map(text -> order.rank(Cursor.parse(text, find.order())));
    EntryReader matching = new EntryReader(reader, find.filter());
    List<Ranked> placed = new ArrayList<>();
    long total = 0;
    try (Scan<Entry> entries = scan.entries(prefix)) {
      for (Entry entry : entries) {
        Document document = matching.matching(entry);
        if (document != null) {
          total++;
          Ranked ranked = order.rank(document);
          if (after.isEmpty() || order.compare(ranked, after.get()) > 0) {
            placed.add(ranked);
          }
        }
      }
    }
    order.sort(placed);
    boolean more = placed.size() > find.limit();
    List<Document> documents = new ArrayList<>(Math.min(placed.size(), find.limit()));
    for (Ranked ranked : more ? placed.subList(0, find.limit()) : placed) {
      documents.add(Objects.requireNonNull(ranked.document));
    }
    return new DocumentPage(
        documents,
        more
            ? Optional.of(Cursor.of(order.position(documents.getLast()), find.order()))
            : Optional.empty(),
        find.withTotal() ? OptionalLong.of(total) : OptionalLong.empty(),
        matching.unreadable());
  }
}
