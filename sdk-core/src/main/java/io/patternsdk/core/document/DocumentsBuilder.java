package io.patternsdk.core.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.KeyValueScan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds {@link Documents}; for one thread. */
public final class DocumentsBuilder {
  private final Capabilities backend;
  private final String prefix;
  private Collection<String> fields = List.of();
  private Document.Reader reader = Document.Reader.PLAIN;
  private ByteBudget budget = ByteBudget.ofHeap();
  private @Nullable DocumentIndex index;

  DocumentsBuilder(Capabilities backend, String prefix) {
    this.backend = backend;
    this.prefix = prefix;
  }

  /** Sets which fields, given as dotted paths, a backend with {@code document_query} indexes. */
  public DocumentsBuilder fields(Collection<String> fields) {
    this.fields = fields;
    return this;
  }

  /** Sets the index that the core keeps where the backend keeps none; see {@link DocumentIndex}. */
  public DocumentsBuilder index(DocumentIndex index) {
    this.index = index;
    return this;
  }

  /** Sets what makes documents of what is stored. */
  public DocumentsBuilder reader(Document.Reader reader) {
    this.reader = reader;
    return this;
  }

  /** Sets the memory that what is read shares with whatever else the process keeps for others. */
  public DocumentsBuilder budget(ByteBudget budget) {
    this.budget = budget;
    return this;
  }

  /**
   * Returns the documents, once the backend's own indexes are in use.
   *
   * @throws io.patternsdk.core.BackendException if it fails to make them
   */
  public Documents open() {
    Optional<DocumentQuery> query = backend.find(DOCUMENT_QUERY);
    if (query.isPresent()) {
      query.get().index(prefix, fields);
      return new QueriedDocuments(query.get(), prefix, reader, budget);
    }
    KeyValueScan scan = backend.require(KEYVALUE_SCAN);
    Entries all = filter -> scan.entries(prefix);
    return new ScannedDocuments(index == null ? all : index.or(all), reader, budget);
  }
}
