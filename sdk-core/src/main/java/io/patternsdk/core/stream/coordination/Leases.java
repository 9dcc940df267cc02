package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The leases of one group as they are stored: one a partition, under {@code g/}, a digest of the
 * names of stream and group, and the partition. Thread-safe, in any number of processes.
 */
final class Leases {
  private static final int DIGEST_BYTES = 18;

  private final String stream;
  private final int partitions;
  private final KeyValueCas records;
  private final Swap swap;
  private final String prefix;

  Leases(KeyValueCas records, String stream, String group, int partitions) {
    this.records = records;
    this.swap = new Swap(records);
    this.stream = stream;
    this.partitions = partitions;
    this.prefix = "g/" + digest(stream, group) + "/";
  }

  /**
   * A lease as it was read.
   *
   * @param lease the lease
   * @param version what to expect when it is replaced
   */
  record Stored(Lease lease, Version version) {}

  String stream() {
    return stream;
  }

  int partitions() {
    return partitions;
  }

  Optional<Stored> read(int partition) {
    return records
        .getVersioned(prefix + partition)
        .map(found -> new Stored(Lease.read(found.value()), found.version()));
  }

  /** Stores the first lease of a partition unless there is one. */
  void create(int partition, long position) {
    var unused = swap.replace(prefix + partition, null, Lease.first(position).toBytes());
  }

  /** Replaces a lease; returns its version, or empty if somebody else was faster. */
  Optional<Version> replace(int partition, Version expected, Lease lease) {
    return swap.replace(prefix + partition, expected, lease.toBytes());
  }

  /** Moves the place of a partition, whoever owns it. */
  void move(int partition, long position) {
    while (true) {
      Optional<Stored> stored = read(partition);
      if (stored.isEmpty()) {
        create(partition, position);
        continue; // somebody else may have created it at another place
      }
      Lease lease = stored.get().lease();
      if (replace(partition, stored.get().version(), lease.movedTo(position)).isPresent()) {
        return;
      }
    }
  }

  private static String digest(String stream, String group) {
    byte[] one = stream.getBytes(StandardCharsets.UTF_8);
    byte[] other = group.getBytes(StandardCharsets.UTF_8);
    ByteBuffer both = ByteBuffer.allocate(Integer.BYTES + one.length + other.length);
    both.putInt(one.length).put(one).put(other);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(both.array());
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
