package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.document.Document;
import io.patternsdk.core.document.DocumentFind;
import io.patternsdk.core.document.DocumentIndex;
import io.patternsdk.core.document.DocumentPage;
import io.patternsdk.core.document.DocumentView;
import io.patternsdk.core.document.Documents;
import io.patternsdk.core.document.DocumentsBuilder;
import io.patternsdk.core.document.ViewedDocuments;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The identities in the registry slot: one document for each, under {@code identity:<id>}. */
final class IdentityStore {
  static final String PREFIX = "identity:";

  private final FilledSlot slot;
  private final KeyValue values;
  private final Optional<KeyValueTtl> expiring;
  private final Optional<KeyValueCas> cas;
  private final Optional<KeyValueCasTtl> casTtl;
  private final Optional<DocumentIndex> index;
  private final Documents identities;
  private final Documents targets;
  private final IdentityCache cache;
  private final Document.Reader targetReader;
  private final Optional<IdentityView> view;
  private final Clock clock;

  IdentityStore(FilledSlot slot, RegistrySettings settings, PatternContext context) {
    this.clock = context.clock();
    this.slot = slot;
    this.values = slot.require(KEYVALUE_BASIC);
    this.expiring = slot.find(KEYVALUE_TTL);
    this.cas = slot.find(KEYVALUE_CAS);
    this.casTtl = slot.find(KEYVALUE_CAS_TTL);
    List<String> fields = settings.indexedFields().stream().map(IdentityStore::stored).toList();
    this.index = DocumentIndex.of(slot.capabilities(), PREFIX, fields, clock);
    DocumentsBuilder documents =
        Documents.over(slot.capabilities(), PREFIX).fields(fields).budget(context.budget());
    index.ifPresent(documents::index);
    this.cache = new IdentityCache(settings.identityCacheBytes());
    this.identities = documents.reader(cache).open();
    this.targetReader = new Target.Reader(cache);
    this.targets = documents.reader(targetReader).open();
    this.view =
        settings.viewBytes() == 0 ? Optional.empty() : Optional.of(view(fields, settings, context));
  }

  private IdentityView view(
      List<String> fields, RegistrySettings settings, PatternContext context) {
    DocumentView documents =
        new DocumentView(
            fields.stream().map(JsonPath::parse).toList(),
            cache,
            context.budget(),
            settings.viewBytes(),
            clock);
    return new IdentityView(
        documents, slot.require(KEYVALUE_WATCH), settings, context.meters(), clock);
  }

  /** Returns the view, if one is kept. */
  Optional<IdentityView> view() {
    return view;
  }

  /** Returns the path of a metadata field in the stored form. */
  private static String stored(String field) {
    return JsonPath.of(IdentityCodec.METADATA).resolve(JsonPath.parse(field)).toString();
  }

  /** Returns the index that the core keeps, if it keeps one. */
  Optional<DocumentIndex> index() {
    return index;
  }

  /**
   * Returns the stored form of an identity.
   *
   * @throws RegistryException INVALID if it could not be read back
   */
  byte[] encode(Identity identity) {
    return IdentityCodec.encode(identity, index.isPresent());
  }

  /** Stores an identity; false if there was one already and it is not to be replaced. */
  boolean put(Identity identity, byte[] stored, boolean replace) {
    String key = PREFIX + identity.id();
    if (index.isEmpty()) {
      return put(identity, key, stored, replace);
    }
    Optional<byte[]> before = replace ? values.get(key) : Optional.empty();
    index.get().adding(key, stored);
    boolean done = put(identity, key, stored, replace);
    (done ? before : Optional.of(stored)).ifPresent(gone -> index.get().removed(key, gone));
    return done;
  }

  private boolean put(Identity identity, String key, byte[] stored, boolean replace) {
    if (identity.ttl().isPresent()) {
      return putExpiring(key, stored, identity.ttl().get(), replace);
    }
    if (!replace && cas.isPresent()) {
      return cas.get().setIfAbsent(key, stored).isPresent();
    }
    if (!replace && values.exists(key)) {
      return false; // without compare-and-set, two that register at one moment may both succeed
    }
    values.set(key, stored);
    return true;
  }

  private boolean putExpiring(String key, byte[] stored, Duration ttl, boolean replace) {
    if (!replace && casTtl.isPresent()) {
      return casTtl.get().setIfAbsent(key, stored, ttl).isPresent();
    }
    if (!replace && values.exists(key)) {
      return false;
    }
    expiring().set(key, stored, ttl);
    return true;
  }

  Optional<Identity> find(String id) {
    String key = PREFIX + id;
    Optional<Identity> found = values.get(key).map(stored -> IdentityCodec.decode(key, stored));
    return found.map(
        identity ->
            identity.ttl().isEmpty()
                ? identity
                : identity.expiringAt(expiring().ttl(key).map(this::fromNow)));
  }

  /**
   * Gives the identity its TTL anew; empty if it is not there. Looks again afterwards, because one
   * that was replaced meanwhile must get its own.
   */
  Optional<Identity> refresh(String id) {
    String key = PREFIX + id;
    Optional<byte[]> before = values.get(key);
    boolean changed = false;
    while (before.isPresent()) {
      Identity identity = IdentityCodec.decode(key, before.get());
      if (identity.ttl().isPresent()) {
        expiring().expire(key, identity.ttl().get());
      } else if (changed) {
        expiring().persist(key);
      } else {
        return Optional.of(identity);
      }
      Optional<byte[]> after = values.get(key);
      if (after.isPresent() && Arrays.equals(before.get(), after.get())) {
        return Optional.of(identity.expiringAt(identity.ttl().map(this::fromNow)));
      }
      before = after;
      changed = true;
    }
    return Optional.empty();
  }

  /**
   * Tells whether there may be a queue for it: whoever is there and cannot be read may have one.
   */
  boolean mayBeDurable(String id) {
    Optional<byte[]> stored = values.get(PREFIX + id);
    try {
      return stored.isPresent() && IdentityCodec.decode(PREFIX + id, stored.get()).durable();
    } catch (BackendException corrupt) {
      return true;
    }
  }

  boolean contains(String id) {
    return values.exists(PREFIX + id);
  }

  boolean remove(String id) {
    String key = PREFIX + id;
    Optional<byte[]> before = index.isPresent() ? values.get(key) : Optional.empty();
    boolean removed = values.delete(key);
    before.ifPresent(gone -> index.orElseThrow().removed(key, gone));
    return removed;
  }

  /**
   * Returns a page of at most {@code limit} identities.
   *
   * @throws RegistryException INVALID if the cursor is none; STALE
   */
  Listing list(Enumeration request, int limit) {
    Optional<ViewedDocuments> viewed = viewed(request.freshness(), cache);
    DocumentPage page =
        page(
            viewed.isPresent() ? viewed.get() : identities,
            new DocumentFind(
                request.storedFilter(), request.order(), limit, request.cursor(), true));
    List<Identity> listed = new ArrayList<>(page.documents().size());
    for (Document document : page.documents()) {
      Identity identity = IdentityCache.identity(document);
      listed.add(request.metadata() ? identity : identity.withoutMetadata());
    }
    return new Listing(
        listed,
        page.total().orElseThrow(),
        page.next(),
        page.unreadable(),
        viewed.map(ViewedDocuments::age));
  }

  /** What is refused before any backend is called is the caller's mistake: the cursor. */
  private static DocumentPage page(Documents documents, DocumentFind find) {
    try {
      return documents.find(find);
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.INVALID_ARGUMENT && e.operation().isEmpty()) {
        throw new RegistryException(Code.INVALID, String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }

  private Optional<ViewedDocuments> viewed(Freshness asked, Document.Reader kept) {
    return view.flatMap(held -> held.documents(asked, kept));
  }

  /**
   * What a multicast goes to.
   *
   * @param page the {@link Target}s
   * @param staleness how old the view is that they come from
   */
  record Selection(DocumentPage page, Optional<Duration> staleness) {}

  /**
   * Finds what is sent to all whose metadata match.
   *
   * @throws RegistryException STALE
   */
  Selection targets(Filter filter, int most, Freshness asked) {
    Filter stored = filter.under(JsonPath.of(IdentityCodec.METADATA));
    Optional<ViewedDocuments> viewed = viewed(asked, targetReader);
    Documents from = viewed.isPresent() ? viewed.get() : targets;
    DocumentFind find = new DocumentFind(stored, Order.BY_KEY, most, Optional.empty(), false);
    return new Selection(from.find(find), viewed.map(ViewedDocuments::age));
  }

  /** Refuses a TTL where the backend cannot keep one. */
  KeyValueTtl expiring() {
    return expiring.orElseThrow(
        () ->
            new RegistryException(
                Code.UNSUPPORTED,
                "a TTL needs keyvalue_ttl, which "
                    + slot.driver()
                    + " in slot "
                    + slot.name()
                    + " does not have; register without one"));
  }

  private Instant fromNow(Duration duration) {
    return clock.now().plus(duration);
  }
}
