package io.patternsdk.concurrency.guard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.testkit.MovableClock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes blobs into memory; each step takes a while of a clock that is moved, and honours deadlines.
 */
final class SlowBlobs implements Blobs {
  final Map<String, byte[]> stored = new HashMap<>();
  final MovableClock clock;
  Duration stepTakes = Duration.ofSeconds(1);
  int openings;
  int failingOpenings;
  boolean down;

  SlowBlobs(MovableClock clock) {
    this.clock = clock;
  }

  private void takeTime() {
    if (down) {
      throw new BackendException(ErrorKind.UNAVAILABLE, "down");
    }
    Duration allowed = Deadline.current().remaining();
    if (stepTakes.compareTo(allowed) > 0) {
      clock.advance(allowed);
      throw new BackendException(ErrorKind.TIMED_OUT, "no byte for " + allowed);
    }
    clock.advance(stepTakes);
  }

  @Override
  public BlobWriter put(String key, BlobOptions options) {
    openings++;
    if (failingOpenings > 0) {
      failingOpenings--;
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.UNKNOWN, "no answer", null);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return new BlobWriter() {
      @Override
      public void write(byte[] buffer, int offset, int length) {
        takeTime();
        body.write(buffer, offset, length);
      }

      @Override
      public Optional<Version> finish() {
        stored.put(key, body.toByteArray());
        return Optional.of(new Version("1"));
      }

      @Override
      public void close() {
        // what was not finished was never stored
      }
    };
  }

  @Override
  public Optional<BlobReader> get(String key, BlobRange range) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<BlobInfo> head(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scan<BlobEntry> list(String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, OperationException> deleteAll(Collection<String> keys) {
    throw new UnsupportedOperationException();
  }
}
