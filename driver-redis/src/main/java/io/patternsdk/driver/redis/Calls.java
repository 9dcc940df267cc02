package io.patternsdk.driver.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands and waits for their answers, each at most until the ambient deadline or the
 * operation timeout, whichever comes first. A command that is given up may still be applied.
 */
final class Calls {
  private final Connections connections;
  private final String address;
  private final Duration timeout;
  private final long timeoutNanos;
  private volatile boolean closed;

  Calls(Connections connections, String address, Duration timeout) {
    this.connections = connections;
    this.address = address;
    this.timeout = timeout;
    this.timeoutNanos = timeout.toNanos();
  }

  /** Sends one command on the shared connection and returns its answer. */
  <T extends @Nullable Object> T call(
      Function<RedisAsyncCommands<String, byte[]>, ? extends Future<T>> command) {
    long nanos = limit();
    return await(command.apply(single(nanos).async()), nanos, true);
  }

  /**
   * Sends one command on the shared connection, whose answer is to be {@linkplain #await awaited}.
   */
  <T extends @Nullable Object> Future<T> send(
      Function<RedisAsyncCommands<String, byte[]>, ? extends Future<T>> command) {
    return command.apply(single(limit()).async());
  }

  /** Sends a batch or a large command on another connection; all of it has one deadline. */
  <T extends @Nullable Object> T bulk(
      BiFunction<StatefulRedisConnection<String, byte[]>, Deadline, T> batch) {
    Deadline deadline = deadline();
    Connections.Bulk bulk = connections.bulk();
    try {
      return batch.apply(connect(bulk.lane(), deadline), deadline);
    } finally {
      bulk.done();
    }
  }

  /** A connection for a walk of several calls, to be given back. */
  Connections.Bulk borrow() {
    return connections.bulk();
  }

  /** The deadline of an operation that begins now; nothing begins that cannot end well. */
  Deadline deadline() {
    limit();
    return Deadline.current().sooner(Deadline.after(timeout));
  }

  /** Waits for an answer until the deadline; whoever gives up cancels it. */
  <T extends @Nullable Object> T await(Future<T> answer, Deadline deadline) {
    return await(answer, deadline.remainingNanos(), true);
  }

  /** Waits until the deadline for an answer that others may wait for too. */
  <T extends @Nullable Object> T awaitShared(Future<T> answer, Deadline deadline) {
    return await(answer, deadline.remainingNanos(), false);
  }

  /** Waits until the deadline for a connection, which is made if there is none. */
  <C extends StatefulConnection<String, byte[]>> C connect(Lane<C> lane, Deadline deadline) {
    return connect(lane, deadline.remainingNanos());
  }

  /** Refuses all later calls. */
  void close() {
    closed = true;
  }

  private long limit() {
    if (closed) {
      throw RedisErrors.closed();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw RedisErrors.interrupted(Effect.NONE, null);
    }
    long nanos = Math.min(Deadline.current().remainingNanos(), timeoutNanos);
    if (nanos <= 0) {
      throw RedisErrors.tooLate();
    }
    return nanos;
  }

  private StatefulRedisConnection<String, byte[]> single(long nanos) {
    StatefulRedisConnection<String, byte[]> connection = connections.single().current();
    return connection == null ? connect(connections.single(), nanos) : connection;
  }

  private <C extends StatefulConnection<String, byte[]>> C connect(Lane<C> lane, long nanos) {
    C made = lane.current();
    if (made != null) {
      return made;
    }
    try {
      return lane.connection().get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw RedisErrors.interrupted(Effect.NONE, e);
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      throw closed ? RedisErrors.closed() : RedisErrors.connecting(address, e);
    }
  }

  private static <T extends @Nullable Object> T await(
      Future<T> answer, long nanos, boolean cancel) {
    try {
      return answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | TimeoutException e) {
      if (cancel) {
        answer.cancel(true);
      }
      throw e instanceof InterruptedException
          ? RedisErrors.interrupted(Effect.UNKNOWN, e)
          : RedisErrors.calling(e);
    } catch (ExecutionException | CancellationException e) {
      throw RedisErrors.calling(e);
    }
  }
}
