package io.patternsdk.core.document;

import io.patternsdk.core.ByteBudget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Documents in memory, as a {@link DocumentView} has them. Thread-safe. */
public final class ViewedDocuments implements Documents {
  private final ViewIndex holding;
  private final Document.Reader reader;
  private final ByteBudget budget;
  private final Duration age;

  ViewedDocuments(ViewIndex holding, Document.Reader reader, ByteBudget budget, Duration age) {
    this.holding = holding;
    this.reader = reader;
    this.budget = budget;
    this.age = age;
  }

  /**
   * Returns how old they were when they were asked for: every change that had ended so long before
   * is in what {@link #find} answers, and later ones may be.
   */
  public Duration age() {
    return age;
  }

  @Override
  public DocumentPage find(DocumentFind find) {
    DocumentOrder order = new DocumentOrder(find.order());
    EntryReader matching = new EntryReader(reader, find.filter(), order);
    boolean byKey = find.order().field().isEmpty();
    try (ByteBudget.Share share = budget.share()) {
      KeyedPage inOrder = new KeyedPage(find, reader, share);
      FirstOf first = new FirstOf(find, order, order.after(find), share);
      boolean walked =
          holding.visit(
              find.filter(),
              (held, ordered) -> {
                if (ordered && byKey) {
                  return inOrder.offer(held);
                }
                Ranked ranked = rank(held, matching);
                if (ranked != null) {
                  first.offer(ranked);
                }
                return true;
              });
      return walked && byKey ? inOrder.page() : first.page();
    }
  }

  private static @Nullable Ranked rank(ViewedEntry held, EntryReader matching) {
    Document document = held.document;
    return document == null
        ? matching.order().unreadable(held.entry.key(), null)
        : matching.matching(held.entry, document);
  }
}
