package io.patternsdk.core.document;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import java.util.Optional;

/** Finds documents on a backend that evaluates filters; applies what it leaves over. */
record QueriedDocuments(
    DocumentQuery query, String prefix, Document.Reader reader, ByteBudget budget)
    implements Documents {
  private static final int LARGEST_PAGE = 1_000;

  @Override
  public DocumentPage find(DocumentFind find) {
    DocumentOrder order = new DocumentOrder(find.order());
    boolean counts = find.withTotal() && find.cursor().isPresent();
    try (ByteBudget.Share share = budget.share()) {
      // with a cursor only what comes after it is walked over, so what came before is counted apart
      FirstOf first = new FirstOf(find, order, null, share);
      walk(find, find.cursor().map(text -> Cursor.parse(text, find.order())), order, first);
      DocumentPage page = first.page();
      return counts ? page.withTotal(total(find)) : page;
    }
  }

  private void walk(
      DocumentFind find, Optional<Position> after, DocumentOrder order, FirstOf first) {
    boolean all = find.withTotal() && after.isEmpty();
    int pageSize = all ? LARGEST_PAGE : (int) Math.min(LARGEST_PAGE, find.limit() + 1L);
    DocumentWalk walk =
        query.find(new DocumentRequest(prefix, find.filter(), find.order(), after, pageSize));
    EntryReader matching = new EntryReader(reader, walk.residual(), order);
    try (Scan<Entry> entries = walk.entries()) {
      for (Entry entry : entries) {
        Ranked ranked = matching.matching(entry);
        if (ranked != null) {
          first.offer(ranked);
        }
        if (!all && first.isFull()) {
          return;
        }
      }
    }
  }

  private long total(DocumentFind find) {
    DocumentFind all =
        new DocumentFind(find.filter(), DocumentRequest.Order.BY_KEY, 1, Optional.empty(), true);
    return find(all).total().orElseThrow();
  }
}
