package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.document.DocumentFind;
import io.patternsdk.core.document.DocumentPage;
import io.patternsdk.core.document.Documents;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The identities in the registry slot: one document for each, under {@code identity:<id>}. */
final class IdentityStore {
  static final String PREFIX = "identity:";

  private final FilledSlot slot;
  private final KeyValue values;
  private final Optional<KeyValueTtl> expiring;
  private final Optional<KeyValueCas> cas;
  private final Optional<KeyValueCasTtl> casTtl;
  private final Documents documents;
  private final Clock clock;

  IdentityStore(FilledSlot slot, RegistrySettings settings, Clock clock) {
    this.slot = slot;
    this.values = slot.require(KEYVALUE_BASIC);
    this.expiring = slot.find(KEYVALUE_TTL);
    this.cas = slot.find(KEYVALUE_CAS);
    this.casTtl = slot.find(KEYVALUE_CAS_TTL);
    this.documents =
        Documents.of(
            slot.capabilities(),
            PREFIX,
            settings.indexedFields().stream()
                .map(field -> JsonPath.of(IdentityCodec.METADATA).resolve(JsonPath.parse(field)))
                .map(JsonPath::toString)
                .toList(),
            new KnownIdentities(settings.identityCacheBytes()));
    this.clock = clock;
  }

  /** Stores an identity; false if there was one already and it is not to be replaced. */
  boolean put(Identity identity, boolean replace) {
    String key = PREFIX + identity.id();
    byte[] stored = IdentityCodec.encode(identity);
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
    return values.delete(PREFIX + id);
  }

  DocumentPage find(DocumentFind find) {
    return documents.find(find);
  }

  /** Refuses a TTL where the backend cannot keep one. */
  KeyValueTtl expiring() {
    return expiring.orElseThrow(
        () ->
            new RegistryException(
                Code.UNSUPPORTED,
                "a TTL needs keyvalue_ttl, which "
                    + slot.backend().info().name()
                    + " in slot "
                    + slot.name()
                    + " does not have; register without one"));
  }

  private Instant fromNow(Duration duration) {
    return clock.now().plus(duration);
  }
}
