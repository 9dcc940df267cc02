package io.patternsdk.core.document;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds documents on a backend that evaluates filters; applies what it leaves over. */
record QueriedDocuments(DocumentQuery query, String prefix, Document.Reader reader)
    implements Documents {
  private static final int LARGEST_PAGE = 1_000;

  @Override
  public DocumentPage find(DocumentFind find) {
    DocumentOrder order = new DocumentOrder(find.order());
    Optional<Position> after = find.cursor().map(text -> Cursor.parse(text, find.order()));
    List<Document> page = new ArrayList<>();
    boolean more = false;
    DocumentWalk walk = walk(find, after);
    EntryReader matching = new EntryReader(reader, walk.residual());
    try (Scan<Entry> entries = walk.entries()) {
      for (Entry entry : entries) {
        Document document = matching.matching(entry);
        if (document != null && page.size() == find.limit()) {
          more = true;
          break;
        } else if (document != null) {
          page.add(document);
        }
      }
    }
    return new DocumentPage(
        page,
        more
            ? Optional.of(Cursor.of(order.position(page.getLast()), find.order()))
            : Optional.empty(),
        find.withTotal() ? OptionalLong.of(total(find, more, page.size())) : OptionalLong.empty(),
        matching.unreadable());
  }

  private DocumentWalk walk(DocumentFind find, Optional<Position> after) {
    int pageSize = (int) Math.min(LARGEST_PAGE, find.limit() + 1L);
    return query.find(new DocumentRequest(prefix, find.filter(), find.order(), after, pageSize));
  }

  private long total(DocumentFind find, boolean more, int onPage) {
    if (!more && find.cursor().isEmpty()) {
      return onPage;
    }
    DocumentFind all = DocumentFind.all(find.filter());
    DocumentWalk walk = walk(all, Optional.empty());
    EntryReader matching = new EntryReader(reader, walk.residual());
    long total = 0;
    try (Scan<Entry> entries = walk.entries()) {
      for (Entry entry : entries) {
        total += matching.matching(entry) == null ? 0 : 1;
      }
    }
    return total;
  }
}
