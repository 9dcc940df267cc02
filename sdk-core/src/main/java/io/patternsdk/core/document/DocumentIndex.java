package io.patternsdk.core.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.document.Posting.Ref;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An index that the core keeps beside documents, on a backend with {@code keyvalue_cas} and {@code
 * keyvalue_batch} that has no {@code document_query}. It lists, for each value of a field, the keys
 * of the documents that have it, so that a condition {@code eq} or {@code in} on the field reads
 * these and no others. A value that more documents have than fit into a megabyte, some ten
 * thousand, is not listed: there a scan is no worse.
 *
 * <p>It names too many and never too few, as long as whoever writes a document calls {@link
 * #adding} before and {@link #removed} after, and no two writings of a document have the same
 * bytes. What it names is read and looked at again. What a crash, a TTL or somebody without this
 * index leaves behind is put right by {@link #maintain}, and until that has found every document in
 * it, finding does not rely on it. Thread-safe, in any number of processes.
 */
public final class DocumentIndex {
  private static final Logger LOG = System.getLogger(DocumentIndex.class.getName());

  private final Set<JsonPath> fields;
  private final PostingNames names;
  private final Postings postings;
  private final IndexMaintenance maintenance;
  private final Clock clock;

  private DocumentIndex(Capabilities backend, String prefix, Set<JsonPath> fields, Clock clock) {
    this.fields = fields;
    this.names = PostingNames.of(prefix);
    this.postings = new Postings(backend.require(KEYVALUE_CAS), backend.require(KEYVALUE_BATCH));
    this.clock = clock;
    this.maintenance =
        new IndexMaintenance(
            this,
            backend.require(KEYVALUE_SCAN),
            prefix,
            backend.find(KEYVALUE_CAS_TTL),
            names,
            postings,
            clock);
  }

  /**
   * Returns the index of some fields, given as dotted paths, of the documents under a prefix; empty
   * if there are none, if the backend keeps indexes itself, or if it lacks what this one needs.
   */
  public static Optional<DocumentIndex> of(
      Capabilities backend, String prefix, Collection<String> fields, Clock clock) {
    Set<JsonPath> paths = new LinkedHashSet<>();
    fields.forEach(field -> paths.add(JsonPath.parse(field)));
    boolean can = backend.has(KEYVALUE_CAS) && backend.has(KEYVALUE_BATCH);
    return paths.isEmpty() || backend.has(DOCUMENT_QUERY) || !can
        ? Optional.empty()
        : Optional.of(new DocumentIndex(backend, prefix, paths, clock));
  }

  /** Lists a document that is about to be stored; where that fails it must not be stored. */
  public void adding(String key, byte[] document) {
    long now = clock.now().toEpochMilli();
    refs(key, document)
        .forEach((name, ref) -> postings.change(name, before -> before.with(List.of(ref), now)));
  }

  /**
   * Takes off the list what is stored no more, or was not stored after all. Where that fails
   * nothing is lost: {@link #maintain} does it.
   */
  public void removed(String key, byte[] document) {
    try {
      refs(key, document)
          .forEach((name, ref) -> postings.change(name, before -> before.without(Set.of(ref))));
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "the index names too many until it is looked through", e);
    }
  }

  /**
   * Looks through all documents and the whole index, lists what is missing and takes away what is
   * no more. Meant to be called now and then by every process; of those that call it within ten
   * minutes one does it, where the backend has {@code keyvalue_cas_ttl}. Needs memory for some 50
   * bytes a document and field.
   *
   * @return whether every document is in the index now, as far as this call has looked
   */
  public boolean maintain() {
    return maintenance.run();
  }

  /** Returns where a filter's documents are: in the index, or else as {@code all} says. */
  Entries or(Entries all) {
    return new IndexLookup(names, postings, fields, all);
  }

  Set<JsonPath> fields() {
    return fields;
  }

  /** Returns the postings that list a document, with what they say of it. */
  Map<String, Ref> refs(String key, byte[] document) {
    Map<String, Ref> refs = new TreeMap<>();
    JsonObject json;
    try {
      json = JsonObject.parse(document);
    } catch (JsonException e) {
      return refs; // no document
    }
    Ref ref = new Ref(key, PostingNames.mark(document));
    for (JsonPath field : fields) {
      field
          .in(json)
          .flatMap(value -> names.of(field, value, key))
          .ifPresent(name -> refs.put(name, ref));
    }
    return refs;
  }
}
