package io.patternsdk.core.keyvalue;

import java.util.Collection;

/**
 * Finds values that are JSON objects by what is in them: {@code document_query}.
 *
 * <p>Documents are values of the same backend's key-value capabilities whose keys begin with a
 * prefix; their exact bytes are kept, and a TTL holds for them too. Values under the prefix that
 * are not JSON objects, as {@code JsonObject.parse} reads them, are handed over as well, whatever
 * the filter, in the place of a document without fields: the core reports them, so that damage is
 * seen on every backend.
 *
 * <p>Users work with {@link io.patternsdk.core.document.Documents}, which adds what a driver leaves
 * to the core and works on backends without this capability too.
 */
public interface DocumentQuery {

  /**
   * Makes finding by {@code fields}, given as dotted paths, quick under a prefix; documents that
   * exist already are included. Returns when the indexes are in use. Repeating is safe; fields add
   * up over calls.
   */
  void index(String prefix, Collection<String> fields);

  /**
   * Plans a walk over the documents that match; makes no call to the backend before its first page.
   * A document that changes meanwhile may be seen as it was or as it is, but not twice.
   */
  DocumentWalk find(DocumentRequest request);
}
