package io.patternsdk.testkit.contract.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.keyvalue.Version;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes that are made anew wherever they are needed, each other at each place: no blob is in
 * memory.
 *
 * @param seed what tells one content from another
 * @param size how many bytes it has
 */
public record Content(int seed, long size) {
  private static final int PIECE = 100_003; // divides nothing that a driver may divide by

  /** Writes all of it. */
  public void writeTo(BlobWriter writer) {
    write(writer, 0, size);
  }

  /** Writes a part of it. */
  public void write(BlobWriter writer, long from, long to) {
    byte[] piece = new byte[PIECE];
    for (long done = from; done < to; done += PIECE) {
      int length = (int) Math.min(PIECE, to - done);
      fill(piece, done, length);
      writer.write(piece, 0, length);
    }
  }

  /** Stores it and returns the version. */
  public Version putInto(Blobs blobs, String key) {
    try (BlobWriter writer = blobs.put(key)) {
      writeTo(writer);
      return writer.finish().orElseThrow();
    }
  }

  /** Fails unless it is stored there. */
  public void checkIn(Blobs blobs, String key) {
    checkIn(blobs, key, BlobRange.ALL);
  }

  /** Fails unless a reader of the range gives exactly this part of it. */
  public void checkIn(Blobs blobs, String key, BlobRange range) {
    Optional<BlobReader> found = blobs.get(key, range);
    assertThat(found).as("blob <%s>", key).isPresent();
    try (BlobReader reader = found.get()) {
      assertThat(reader.info().key()).isEqualTo(key);
      assertThat(reader.info().size()).as("size of <%s>", key).isEqualTo(size);
      check(reader, range);
    }
  }

  /** Fails unless the reader gives exactly a part of it. */
  public void check(BlobReader reader, BlobRange range) {
    long left = range.within(size);
    long at = range.offset();
    byte[] read = new byte[PIECE + 4];
    byte[] expected = new byte[PIECE];
    for (int n = reader.read(read, 3, PIECE); n >= 0; n = reader.read(read, 3, PIECE)) {
      assertThat(n).as("read at %s", at).isPositive();
      assertThat((long) n).as("bytes at %s", at).isLessThanOrEqualTo(left);
      fill(expected, at, n);
      assertThat(Arrays.equals(read, 3, 3 + n, expected, 0, n)).as("bytes at %s", at).isTrue();
      at += n;
      left -= n;
    }
    assertThat(left).as("bytes that did not come").isZero();
    assertThat(reader.read(read, 3, PIECE)).as("read at the end").isEqualTo(-1);
  }

  private void fill(byte[] into, long from, int length) {
    for (int i = 0; i < length; i++) {
      long at = from + i;
      into[i] = (byte) ((at * 0x9E3779B97F4A7C15L + seed * 0x5851F42DL) >>> 29);
    }
  }
}
