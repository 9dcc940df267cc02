package io.patternsdk.core.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;

import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.keyvalue.DocumentQuery;
import java.util.Collection;
import java.util.Optional;

/**
 * The documents under a prefix, found by a filter.
 *
 * <p>A backend with {@code document_query} evaluates what it can of a filter; one that can only
 * scan hands over all values, and the filter is evaluated here. The answer is the same: that of
 * {@link io.patternsdk.core.filter.Filter#matches}. Thread-safe.
 */
public interface Documents {

  /**
   * Returns one page of what matches. Pages are not of one moment: a document that changes its
   * place in the order between two pages may be seen twice or not at all.
   *
   * @throws io.patternsdk.core.OperationException if the backend fails, or INVALID_ARGUMENT for a
   *     cursor of another listing
   */
  DocumentPage find(DocumentFind find);

  /**
   * Returns the documents under {@code prefix} of a backend that has {@code keyvalue_scan} or
   * {@code document_query}, with indexes on {@code fields} where it can.
   */
  static Documents of(Capabilities backend, String prefix, Collection<String> fields) {
    return of(backend, prefix, fields, Document.Reader.PLAIN);
  }

  /** Returns the same documents as {@code reader} makes them. */
  static Documents of(
      Capabilities backend, String prefix, Collection<String> fields, Document.Reader reader) {
    Optional<DocumentQuery> query = backend.find(DOCUMENT_QUERY);
    if (query.isPresent()) {
      query.get().index(prefix, fields);
      return new QueriedDocuments(query.get(), prefix, reader);
    }
    return new ScannedDocuments(backend.require(KEYVALUE_SCAN), prefix, reader);
  }
}
