package io.patternsdk.core.document;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import java.util.List;

/**
 * Finds documents on a backend that evaluates no filter: reads what may match, filters and sorts
 * here, and keeps no more of it than the page has.
 */
record ScannedDocuments(Entries entries, Document.Reader reader, ByteBudget budget)
    implements Documents {
  /** What an entry takes besides its value. */
  private static final int ENTRY_BYTES = 200;

  /** What a walk remembers of an entry until it ends, so that it shows none twice. */
  private static final int SEEN_BYTES = 20;

  @Override
  public DocumentPage find(DocumentFind find) {
    DocumentOrder order = new DocumentOrder(find.order());
    EntryReader matching = new EntryReader(reader, find.filter(), order);
    try (ByteBudget.Share share = budget.share();
        Scan<Entry> walk = entries.matching(find.filter())) {
      FirstOf first = new FirstOf(find, order, order.after(find), share);
      for (List<Entry> page = walk.nextPage(); !page.isEmpty(); page = walk.nextPage()) {
        long bytes = bytes(page);
        share.reserve(bytes + (long) SEEN_BYTES * page.size(), FirstOf.PATIENCE);
        for (Entry entry : page) {
          Ranked ranked = matching.matching(entry);
          if (ranked != null) {
            first.offer(ranked);
          }
        }
        share.release(bytes);
      }
      return first.page();
    }
  }

  /** A page is there already, so one that is large beside the budget waits for a part of it. */
  private long bytes(List<Entry> page) {
    long bytes = page.stream().mapToLong(entry -> ENTRY_BYTES + entry.value().length).sum();
    return Math.min(bytes, budget.capacity() / 4);
  }
}
