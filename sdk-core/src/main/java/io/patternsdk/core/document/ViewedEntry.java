package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.keyvalue.Entry;
import org.jspecify.annotations.Nullable;

/** What a view holds of one key; only the same object is equal. */
final class ViewedEntry {
  /** What an entry takes besides its key and its value. */
  private static final int ENTRY_BYTES = 200;

  /** What is stored there. */
  final Entry entry;

  /** What was read of it; null where it is no JSON object. */
  final @Nullable Document document;

  private ViewedEntry(Entry entry, @Nullable Document document) {
    this.entry = entry;
    this.document = document;
  }

  static ViewedEntry read(Entry entry, Document.Reader reader) {
    try {
      return new ViewedEntry(entry, reader.read(entry));
    } catch (JsonException e) {
      return new ViewedEntry(entry, null); // it stands where a document without fields does
    }
  }

  long bytes() {
    return (long) ENTRY_BYTES + entry.key().length() + entry.value().length;
  }
}
