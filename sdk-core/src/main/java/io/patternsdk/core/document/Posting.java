package io.patternsdk.core.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The documents that have one value in one field, or a note that they are too many to be listed.
 * Immutable.
 *
 * <p>Stored as a byte 1, a byte that is 1 if they are too many, their number in four bytes, and for
 * each its key in the form of {@link DataOutputStream#writeUTF}, its mark and its stamp.
 */
final class Posting {
  static final Posting EMPTY = new Posting(Map.of(), false);
  static final Posting TOO_MANY = new Posting(Map.of(), true);

  /** The most bytes of one; a change reads and writes them all. */
  private static final int MOST_BYTES = 64 << 10;

  private static final int REF_BYTES = 2 + 2 * Long.BYTES;
  private static final byte VERSION = 1;

  /** When each was noted, in milliseconds since 1970. */
  private final Map<Ref, Long> stamps;

  private final boolean tooMany;

  private Posting(Map<Ref, Long> stamps, boolean tooMany) {
    this.stamps = stamps;
    this.tooMany = tooMany;
  }

  /**
   * One writing of a document.
   *
   * @param key the key of the document
   * @param mark what tells this writing from others of the same key
   */
  record Ref(String key, long mark) {}

  Set<Ref> refs() {
    return Collections.unmodifiableSet(stamps.keySet());
  }

  boolean tooMany() {
    return tooMany;
  }

  boolean isEmpty() {
    return stamps.isEmpty() && !tooMany;
  }

  boolean has(Ref ref) {
    return tooMany || stamps.containsKey(ref);
  }

  boolean notedBefore(Ref ref, long stamp) {
    return stamps.getOrDefault(ref, Long.MAX_VALUE) < stamp;
  }

  Posting with(Iterable<Ref> refs, long stamp) {
    if (tooMany) {
      return this;
    }
    Map<Ref, Long> all = new LinkedHashMap<>(stamps);
    refs.forEach(ref -> all.put(ref, stamp));
    long bytes = 0;
    for (Ref ref : all.keySet()) {
      bytes += REF_BYTES + ref.key().length();
    }
    return bytes > MOST_BYTES ? TOO_MANY : new Posting(all, false);
  }

  Posting without(Set<Ref> refs) {
    if (Collections.disjoint(stamps.keySet(), refs)) {
      return this;
    }
    Map<Ref, Long> rest = new LinkedHashMap<>(stamps);
    rest.keySet().removeAll(refs);
    return rest.isEmpty() ? EMPTY : new Posting(rest, false);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(tooMany);
      out.writeInt(stamps.size());
      for (Map.Entry<Ref, Long> one : stamps.entrySet()) {
        out.writeUTF(one.getKey().key());
        out.writeLong(one.getKey().mark());
        out.writeLong(one.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail, and no key is longer than 64 kB
    }
    return bytes.toByteArray();
  }

  /** Reads one; what cannot be read names too many, so that nothing is missed because of it. */
  static Posting read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION || in.readBoolean()) {
        return TOO_MANY;
      }
      int size = in.readInt();
      Map<Ref, Long> stamps = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        Ref ref = new Ref(in.readUTF(), in.readLong());
        stamps.put(ref, in.readLong());
      }
      return new Posting(stamps, false);
    } catch (IOException e) {
      return TOO_MANY;
    }
  }

  @Override
  public String toString() {
    return tooMany ? "too many" : stamps.keySet().toString();
  }
}
