package io.patternsdk.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long a client may keep a thread waiting that reads or writes: as long as is said, and only a
 * moment once the server stops. Thread-safe.
 */
final class Patience {
  private static final long MOMENT = Duration.ofSeconds(2).toNanos();
  private static final long LOOK = Duration.ofMillis(200).toNanos();

  private volatile boolean stopping;
  private volatile long stoppedAt;

  /** Only a moment from now on, for what is under way. */
  void stop() {
    stoppedAt = System.nanoTime();
    stopping = true;
  }

  /**
   * Waits for what the client does.
   *
   * @throws TimeoutException if it takes too long, and goes on
   * @throws IOException if it fails
   */
  <T> T await(CompletableFuture<T> io, Duration limit) throws IOException, TimeoutException {
    long begun = System.nanoTime();
    while (true) {
      long left = left(begun, limit.toNanos());
      try {
        return io.get(Math.min(left, LOOK), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (left <= LOOK && left(begun, limit.toNanos()) <= 0) {
          throw e;
        }
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }

  private long left(long begun, long limit) {
    long now = System.nanoTime();
    long left = limit - (now - begun);
    if (!stopping) {
      return left;
    }
    long since = begun - stoppedAt > 0 ? begun : stoppedAt;
    return Math.min(left, MOMENT - (now - since));
  }
}
