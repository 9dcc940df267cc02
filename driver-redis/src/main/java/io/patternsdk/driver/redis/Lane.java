package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.DefaultEndpoint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is first needed and again by the client when it is lost. A server
 * that vanished without a word is noticed by its silence. Shared by any number of threads.
 */
final class Lane<C extends StatefulConnection<String, byte[]>> {
  private final Supplier<? extends CompletionStage<C>> connector;
  private final long patience;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable C connected;
  private @Nullable CompletableFuture<C> connecting;
  private boolean closed;
  private volatile boolean silent;
  private long silentSince;

  /** With how to connect, and how long the server may leave everything unanswered. */
  Lane(Supplier<? extends CompletionStage<C>> connector, Duration patience) {
    this.connector = connector;
    this.patience = patience.toNanos();
  }

  /** The connection if it has been made; it may be lost just now. */
  @Nullable C current() {
    return connected;
  }

  /** The connection, made now if there is none; a failed attempt is forgotten. */
  CompletableFuture<C> connection() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(RedisErrors.closed());
      }
      CompletableFuture<C> made = connecting;
      if (made == null || made.isCompletedExceptionally()) {
        made = connector.get().toCompletableFuture().thenApply(this::keep);
        connecting = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  private C keep(C connection) {
    connected = connection;
    return connection;
  }

  /** Learns that an answer came. */
  void answered() {
    if (silent) {
      silent = false;
    }
  }

  /**
   * Learns that an answer did not come in time. When none has come for long, the connection is
   * dropped for the client to make it again: what waits on it fails, with its effect unknown.
   */
  void unanswered() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (!silent) {
        silent = true;
        silentSince = now;
      } else if (now - silentSince >= patience) {
        silent = false;
        drop();
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    if (connected instanceof RedisChannelHandler<?, ?> handler
        && handler.getChannelWriter() instanceof DefaultEndpoint endpoint) {
      endpoint.disconnect();
    }
  }

  /** Makes no more connections; the client ends those that it made. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
