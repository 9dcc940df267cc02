package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Entry;

/** A stored JSON object; whoever reads them may have documents that hold more than that. */
public interface Document {

  /** Returns its key. */
  String key();

  /** Returns what is stored there. */
  JsonObject json();

  /** Returns a document that holds no more than that. */
  static Document of(String key, JsonObject json) {
    return new Read(key, json);
  }

  /**
   * Makes documents of what is stored. Called by one thread at a time for each find, by several for
   * several finds.
   */
  @FunctionalInterface
  interface Reader {
    /** Reads JSON, anew each time. */
    Reader PLAIN = entry -> of(entry.key(), JsonObject.parse(entry.value()));

    /**
     * Reads an entry. The answer depends on nothing but the entry.
     *
     * @throws io.patternsdk.core.json.JsonException if it holds no JSON object: its key is reported
     *     as unreadable
     */
    Document read(Entry entry);

    /**
     * Returns what is kept of a document that matches, which may be less than what was read; its
     * JSON is needed no more where the order is that of keys. The same document by default.
     *
     * @throws io.patternsdk.core.BackendException CORRUPT if it is not what is looked for: its key
     *     is reported as unreadable, and it does not count
     */
    default Document keep(Document document) {
      return document;
    }

    /**
     * Returns about how many bytes of memory a document takes that is kept. Read JSON takes some
     * ten times its text.
     */
    default long weight(Entry entry) {
      return 200 + 10L * entry.value().length;
    }
  }
}
