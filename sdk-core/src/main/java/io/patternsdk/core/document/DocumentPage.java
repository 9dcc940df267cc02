package io.patternsdk.core.document;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some of the documents that match.
 *
 * @param documents the documents, in the requested order
 * @param next the cursor of the page that follows; empty if this is the last
 * @param total how many documents match in all, if that was asked for
 * @param unreadable the keys that have a place on this page and cannot be read: values that are no
 *     JSON objects, whatever the filter, in the place of a document without fields; and those that
 *     match but are not what the {@link Document.Reader} looks for. They take places of the page,
 *     so that a page may have fewer documents than its limit though others follow
 */
public record DocumentPage(
    List<Document> documents, Optional<String> next, OptionalLong total, List<String> unreadable) {

  DocumentPage withTotal(long total) {
    return new DocumentPage(documents, next, OptionalLong.of(total), unreadable);
  }
}
