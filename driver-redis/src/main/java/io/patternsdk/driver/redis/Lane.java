package io.patternsdk.driver.redis;

import io.lettuce.core.api.StatefulConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is first needed and again by the client when it is lost. Shared by
 * any number of threads.
 */
final class Lane<C extends StatefulConnection<String, byte[]>> {
  private final Supplier<? extends CompletionStage<C>> connector;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable C connected;
  private @Nullable CompletableFuture<C> connecting;
  private boolean closed;

  Lane(Supplier<? extends CompletionStage<C>> connector) {
    this.connector = connector;
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

  /** Closes the connection, once it is made if it is in the making. */
  void close() {
    lock.lock();
    try {
      closed = true;
      if (connecting != null) {
        var unused = connecting.thenCompose(StatefulConnection::closeAsync);
      }
    } finally {
      lock.unlock();
    }
  }
}
