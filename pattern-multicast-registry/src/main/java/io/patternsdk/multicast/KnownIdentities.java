package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.capability.Entry;
import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads stored identities, and remembers what it made of which bytes: most have not changed since
 * they were read last. What is answered never depends on what is remembered, as only the same bytes
 * under the same key are the same identity.
 *
 * <p>It remembers up to {@code most} bytes of the stored form in two generations: when the younger
 * is full, the older is forgotten, less what was read again meanwhile. Thread-safe.
 */
final class KnownIdentities implements Document.Reader {
  private final long most;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Map<String, Known> younger = new ConcurrentHashMap<>();
  private volatile Map<String, Known> older = Map.of();
  private long size;

  KnownIdentities(long most) {
    this.most = most;
  }

  /** Returns a {@link Known}, or a plain document if it is JSON but no identity. */
  @Override
  public Document read(Entry entry) {
    Known known = younger.get(entry.key());
    if (known == null) {
      known = older.get(entry.key());
      if (known != null && Arrays.equals(known.stored(), entry.value())) {
        remember(known);
        return known;
      }
    } else if (Arrays.equals(known.stored(), entry.value())) {
      return known;
    }
    return readNew(entry);
  }

  private Document readNew(Entry entry) {
    JsonObject json = JsonObject.parse(entry.value());
    try {
      Known known = new Known(entry.key(), json, IdentityCodec.decode(json), entry.value());
      remember(known);
      return known;
    } catch (BackendException noIdentity) {
      return Document.of(entry.key(), json);
    }
  }

  private void remember(Known known) {
    if (most == 0) {
      return;
    }
    lock.lock();
    try {
      if (size > most / 2) {
        older = younger;
        younger = new ConcurrentHashMap<>();
        size = 0;
      }
      Known before = younger.put(known.key(), known);
      size += known.stored().length - (before == null ? 0 : before.stored().length);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many are remembered, some perhaps twice. */
  int count() {
    return younger.size() + older.size();
  }
}
