package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Entry;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored identities, and remembers what it made of which bytes: most have not changed since
 * they were read last. What is answered never depends on what is remembered, as only the same bytes
 * under the same key are the same identity.
 *
 * <p>It remembers up to {@code most} bytes of the stored form in two generations: when the younger
 * is full, the older is forgotten, less what was read again meanwhile. Thread-safe.
 */
final class IdentityCache implements Document.Reader {
  private final long most;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Map<String, Cached> younger = new ConcurrentHashMap<>();
  private volatile Map<String, Cached> older = Map.of();
  private long size;

  IdentityCache(long most) {
    this.most = most;
  }

  @Override
  public Cached read(Entry entry) {
    Cached cached = younger.get(entry.key());
    if (cached == null) {
      cached = older.get(entry.key());
      if (cached != null && cached.readFrom(entry.value())) {
        remember(cached);
        return cached;
      }
    } else if (cached.readFrom(entry.value())) {
      return cached;
    }
    Cached read = new Cached(entry.key(), JsonObject.parse(entry.value()), entry.value());
    remember(read);
    return read;
  }

  @Override
  public Document keep(Document document) {
    Identity unused = identity(document);
    return document;
  }

  /**
   * Returns the identity of a document that was found.
   *
   * @throws io.patternsdk.core.BackendException CORRUPT if it is JSON but no identity
   */
  static Identity identity(Document document) {
    return ((Cached) document).identity();
  }

  private void remember(Cached cached) {
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
      Cached before = younger.put(cached.key(), cached);
      size += cached.size() - (before == null ? 0 : before.size());
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many are remembered, some perhaps twice. */
  int count() {
    return younger.size() + older.size();
  }

  /** A stored identity as it was read, decoded when that is first asked for. */
  static final class Cached implements Document {
    private final String key;
    private final JsonObject json;
    private final byte[] stored;
    private volatile @Nullable Identity identity;

    private Cached(String key, JsonObject json, byte[] stored) {
      this.key = key;
      this.json = json;
      this.stored = stored;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public JsonObject json() {
      return json;
    }

    Identity identity() {
      Identity known = identity;
      if (known == null) {
        known = IdentityCodec.decode(json);
        identity = known;
      }
      return known;
    }

    private boolean readFrom(byte[] bytes) {
      return Arrays.equals(stored, bytes);
    }

    private int size() {
      return stored.length;
    }
  }
}
