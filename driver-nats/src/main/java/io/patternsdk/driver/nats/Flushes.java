package io.patternsdk.driver.nats;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Round trips that prove to any number of threads that the server has taken what they sent. A few
 * are on their way at a time. Who comes meanwhile shares the next, which begins after they have
 * come and so covers what they have sent.
 */
final class Flushes {
  /** Makes a round trip. */
  @FunctionalInterface
  interface RoundTrip {
    /** Returns false if the connection was lost; throws if it took longer than allowed. */
    boolean make(long nanos) throws InterruptedException, TimeoutException;
  }

  private final RoundTrip trip;
  private final long longest;
  private final Semaphore places;
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> next =
      new AtomicReference<>();

  /**
   * @param limit how many round trips are on their way at a time
   * @param longest for how many nanoseconds at most one that is shared may take
   */
  Flushes(RoundTrip trip, int limit, long longest) {
    this.trip = trip;
    this.longest = longest;
    this.places = new Semaphore(limit);
  }

  /**
   * Returns true when the server has taken all that this thread has sent before, false if the
   * connection was lost meanwhile.
   */
  boolean flush(long nanos) throws InterruptedException, TimeoutException {
    if (places.tryAcquire()) {
      try {
        return trip.make(Math.max(1, nanos));
      } finally {
        leave();
      }
    }
    CompletableFuture<Boolean> shared = join();
    // The last one on its way may have ended before it could see that somebody waits.
    if (places.tryAcquire()) {
      leave();
    }
    try {
      return shared.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new TimeoutException("no flush in time");
    }
  }

  private CompletableFuture<Boolean> join() {
    while (true) {
      CompletableFuture<Boolean> gathering = next.get();
      if (gathering != null) {
        return gathering;
      }
      CompletableFuture<Boolean> first = new CompletableFuture<>();
      if (next.compareAndSet(null, first)) {
        return first;
      }
    }
  }

  /** Hands a place on to those who wait, or gives it back. */
  private void leave() {
    do {
      CompletableFuture<Boolean> shared = next.getAndSet(null);
      if (shared != null) {
        Thread.ofVirtual().name("nats-flush").start(() -> make(shared));
        return;
      }
      places.release();
    } while (next.get() != null && places.tryAcquire());
  }

  private void make(CompletableFuture<Boolean> shared) {
    try {
      shared.complete(trip.make(longest));
    } catch (InterruptedException | TimeoutException | RuntimeException e) {
      shared.completeExceptionally(e);
    } finally {
      leave();
    }
  }
}
