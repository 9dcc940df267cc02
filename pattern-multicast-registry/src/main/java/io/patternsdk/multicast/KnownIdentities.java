package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Entry;
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

  @Override
  public Known read(Entry entry) {
    Known known = younger.get(entry.key());
    if (known == null) {
      known = older.get(entry.key());
      if (known != null && known.readFrom(entry.value())) {
        remember(known);
        return known;
      }
    } else if (known.readFrom(entry.value())) {
      return known;
    }
    Known read = new Known(entry.key(), JsonObject.parse(entry.value()), entry.value());
    remember(read);
    return read;
  }

  @Override
  public Document keep(Document document) {
    Identity unused = ((Known) document).identity();
    return document;
  }

  /** Returns the identity of a document that was found. */
  static Identity identity(Document document) {
    return ((Known) document).identity();
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
      size += known.size() - (before == null ? 0 : before.size());
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many are remembered, some perhaps twice. */
  int count() {
    return younger.size() + older.size();
  }
}
