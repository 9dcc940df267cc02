package io.patternsdk.core.document;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.keyvalue.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The page of what is held and offered in the order of keys, which needs no ranking: as {@link
 * FirstOf} makes it of what comes in any order.
 */
final class KeyedPage {
  private final DocumentFind find;
  private final Document.Reader reader;
  private final ByteBudget.Share share;
  private final List<Document> documents = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  /** The key where the page before ended, until one behind it has come. */
  private @Nullable String after;

  private String last = "";
  private boolean more;
  private long total;

  KeyedPage(DocumentFind find, Document.Reader reader, ByteBudget.Share share) {
    this.find = find;
    this.reader = reader;
    this.share = share;
    this.after = find.cursor().map(text -> Cursor.parse(text, find.order()).key()).orElse(null);
  }

  /** Takes the next; tells whether more is needed. */
  boolean offer(ViewedEntry held) {
    Document document = held.document;
    if (document == null) {
      place(held, null);
    } else if (find.filter().matches(document.json())) {
      Document kept = kept(document);
      total += kept == null ? 0 : 1;
      place(held, kept);
    }
    return find.withTotal() || !more;
  }

  private @Nullable Document kept(Document document) {
    try {
      return reader.keep(document);
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.CORRUPT) {
        throw e;
      }
      return null;
    }
  }

  private void place(ViewedEntry held, @Nullable Document kept) {
    String key = held.entry.key();
    if (after != null && CodePointOrder.ASCENDING.compare(key, after) <= 0) {
      return;
    }
    after = null;
    if (documents.size() + unreadable.size() >= find.limit()) {
      more = true;
      return;
    }
    last = key;
    if (kept == null) {
      unreadable.add(key);
    } else {
      share.reserve(reader.weight(held.entry), FirstOf.PATIENCE);
      documents.add(kept);
    }
  }

  DocumentPage page() {
    return new DocumentPage(
        documents,
        more
            ? Optional.of(Cursor.of(new Position(Optional.empty(), last), find.order()))
            : Optional.empty(),
        find.withTotal() ? OptionalLong.of(total) : OptionalLong.empty(),
        List.copyOf(unreadable));
  }
}
