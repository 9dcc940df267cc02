package io.patternsdk.core.document;

import io.patternsdk.core.capability.Entry;
import io.patternsdk.core.capability.KeyValueScan;
import io.patternsdk.core.capability.Position;
import io.patternsdk.core.capability.Scan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds documents on a backend that can only scan: reads all, filters and sorts here. */
record ScannedDocuments(KeyValueScan scan, String prefix) implements Documents {

  @Override
  public DocumentPage find(DocumentFind find) {
    DocumentOrder order = new DocumentOrder(find.order());
    Optional<Position> after = find.cursor().map(text -> Cursor.parse(text, find.order()));
    EntryReader reader = new EntryReader(find.filter());
    List<Placed> placed = new ArrayList<>();
    long total = 0;
    try (Scan<Entry> entries = scan.entries(prefix)) {
      for (Entry entry : entries) {
        Document document = reader.matching(entry);
        if (document != null) {
          total++;
          Position position = order.position(document);
          if (after.isEmpty() || order.compare(position, after.get()) > 0) {
            placed.add(new Placed(position, document));
          }
        }
      }
    }
    placed.sort(Comparator.comparing(Placed::position, order));
    boolean more = placed.size() > find.limit();
    List<Placed> page = more ? placed.subList(0, find.limit()) : placed;
    return new DocumentPage(
        page.stream().map(Placed::document).toList(),
        more ? Optional.of(Cursor.of(page.getLast().position(), find.order())) : Optional.empty(),
        find.withTotal() ? OptionalLong.of(total) : OptionalLong.empty(),
        reader.unreadable());
  }

  private record Placed(Position position, Document document) {}
}
