package io.patternsdk.core.document;

import io.patternsdk.core.ByteBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The first of many that are offered in any order: as many as a page has, and one that tells
 * whether there are more. It keeps no more than twice as many, however many are offered, and what
 * it keeps is charged to the budget of the process.
 */
final class FirstOf {
  /** How long a walk waits for others to give memory back. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int LEAST_ROOM = 64;

  private final DocumentFind find;
  private final DocumentOrder order;
  private final @Nullable Ranked after;
  private final ByteBudget.Share share;
  private final int room;
  private final List<Ranked> kept = new ArrayList<>();

  /** Nothing behind this one can be on the page. */
  private @Nullable Ranked last;

  private long total;

  FirstOf(DocumentFind find, DocumentOrder order, @Nullable Ranked after, ByteBudget.Share share) {
    this.find = find;
    this.order = order;
    this.after = after;
    this.share = share;
    this.room = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(LEAST_ROOM, 2 * wanted()));
  }

  private long wanted() {
    return find.limit() + 1L;
  }

  /**
   * Takes one that matches or cannot be read.
   *
   * @throws io.patternsdk.core.RejectedException FULL if other walks have the memory for it
   */
  void offer(Ranked one) {
    total += one.document == null ? 0 : 1;
    boolean behind = last != null && order.compare(one, last) > 0;
    boolean before = after != null && order.compare(one, after) <= 0;
    if (!behind && !before) {
      share.reserve(one.weight, PATIENCE);
      kept.add(one);
      if (kept.size() >= room) {
        cut();
      }
    }
  }

  /** Tells whether no more is needed of what is offered in its order. */
  boolean isFull() {
    return kept.size() >= wanted();
  }

  private void cut() {
    order.sort(kept);
    if (kept.size() > wanted()) {
      List<Ranked> behind = kept.subList((int) wanted(), kept.size());
      share.release(behind.stream().mapToLong(one -> one.weight).sum());
      behind.clear();
      last = kept.getLast();
    }
  }

  /** Returns the page. */
  DocumentPage page() {
    cut();
    boolean more = kept.size() > find.limit();
    List<Ranked> page = more ? kept.subList(0, find.limit()) : kept;
    List<Document> documents = new ArrayList<>(page.size());
    List<String> unreadable = new ArrayList<>();
    for (Ranked one : page) {
      if (one.document == null) {
        unreadable.add(one.key());
      } else {
        documents.add(one.document);
      }
    }
    return new DocumentPage(
        documents,
        more
            ? Optional.of(Cursor.of(order.position(page.getLast()), find.order()))
            : Optional.empty(),
        find.withTotal() ? OptionalLong.of(total) : OptionalLong.empty(),
        List.copyOf(unreadable));
  }
}
