package io.patternsdk.core.document;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.keyvalue.Entry;
import org.jspecify.annotations.Nullable;

/** Reads entries as documents, and finds those that match and those that cannot be read. */
record EntryReader(Document.Reader reader, Filter filter, DocumentOrder order) {

  /**
   * Returns the place of an entry that matches; null if it does not. What is no JSON object stands
   * where a document without fields does, whatever the filter.
   */
  @Nullable Ranked matching(Entry entry) {
    Document document;
    try {
      document = reader.read(entry);
    } catch (JsonException e) {
      return order.unreadable(entry.key(), null);
    }
    return matching(entry, document);
  }

  /** Does so for a document that was read before. */
  @Nullable Ranked matching(Entry entry, Document document) {
    if (!filter.matches(document.json())) {
      return null;
    }
    try {
      return order.rank(document, reader.keep(document), reader.weight(entry));
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.CORRUPT) {
        throw e;
      }
      return order.unreadable(entry.key(), document);
    }
  }
}
