package io.patternsdk.core.document;

import io.patternsdk.core.capability.Capabilities;
import java.util.Collection;

/**
 * The documents under a prefix, found by a filter.
 *
 * <p>A backend with {@code document_query} evaluates what it can of a filter; one that can only
 * scan hands over all values, or those that a {@link DocumentIndex} names, and the filter is
 * evaluated here. The answer is the same: that of {@link io.patternsdk.core.filter.Filter#matches}.
 * Of what is read no more is kept than a page has. Thread-safe.
 */
public interface Documents {

  /**
   * Returns one page of what matches. Pages are not of one moment: a document that changes its
   * place in the order between two pages may be seen twice or not at all.
   *
   * @throws io.patternsdk.core.OperationException if the backend fails, INVALID_ARGUMENT for a
   *     cursor of another listing, or FULL if others have the memory that the page needs
   */
  DocumentPage find(DocumentFind find);

  /**
   * Returns the documents under {@code prefix} of a backend that has {@code keyvalue_scan} or
   * {@code document_query}, with indexes on {@code fields} where the backend keeps them itself.
   */
  static Documents of(Capabilities backend, String prefix, Collection<String> fields) {
    return over(backend, prefix).fields(fields).open();
  }

  /** Starts with documents as they are read, without indexes, and a budget of their own. */
  static DocumentsBuilder over(Capabilities backend, String prefix) {
    return new DocumentsBuilder(backend, prefix);
  }
}
