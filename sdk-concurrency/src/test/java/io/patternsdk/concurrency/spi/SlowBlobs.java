package io.patternsdk.concurrency.spi;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.MovableClock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Blobs in memory whose every step takes a while of a clock that is moved, and honours deadlines.
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
  public Writer put(String key, boolean onlyIfAbsent) {
    openings++;
    if (failingOpenings > 0) {
      failingOpenings--;
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.UNKNOWN, "no answer", null);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return new Writer() {
      @Override
      public void write(byte[] bytes) {
        takeTime();
        body.writeBytes(bytes);
      }

      @Override
      public void finish() {
        stored.put(key, body.toByteArray());
      }

      @Override
      public void close() {
        // what was not finished was never stored
      }
    };
  }

  @Override
  public Reader get(String key) {
    throw new UnsupportedOperationException();
  }
}
