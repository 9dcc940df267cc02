package io.patternsdk.driver.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands and waits for their answers, each at most until the ambient deadline or the
 * operation timeout, whichever comes first. A command that is given up may still be applied.
 */
final class Calls {
  /** Up to this a wait is ended by a timer of its own, which is more exact. */
  private static final long SHORT_NANOS = 200_000_000;

  private static final long FOREVER = Long.MAX_VALUE;

  private final Overdue overdue = new Overdue();
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
      Function<RedisAsyncCommands<String, byte[]>, ? extends RedisFuture<T>> command) {
    long nanos = limit();
    var lane = connections.single();
    RedisFuture<T> answer = command.apply(connect(lane, nanos).async());
    if (nanos > SHORT_NANOS && answer instanceof CompletableFuture<?> completable) {
      overdue.limit(completable, nanos);
      return await(lane, answer, FOREVER);
    }
    return await(lane, answer, nanos);
  }

  /** Runs a batch or a large command on another connection than single commands use. */
  <T extends @Nullable Object> T bulk(Function<Batch, T> work) {
    Deadline deadline = deadline();
    Connections.Bulk bulk = connections.bulk();
    try {
      return work.apply(new Batch(bulk.lane(), deadline));
    } finally {
      bulk.done();
    }
  }

  /** A connection for a walk of several calls, to be given back. */
  Connections.Bulk borrow() {
    return connections.bulk();
  }

  /** Several commands on the shared connection. */
  Batch several() {
    return new Batch(connections.single(), deadline());
  }

  /** Several commands on one connection, which have one deadline together. */
  final class Batch {
    private final Lane<StatefulRedisConnection<String, byte[]>> lane;
    private final Deadline deadline;
    private final StatefulRedisConnection<String, byte[]> connection;

    Batch(Lane<StatefulRedisConnection<String, byte[]>> lane, Deadline deadline) {
      this.lane = lane;
      this.deadline = deadline;
      this.connection = connect(lane, deadline);
    }

    StatefulRedisConnection<String, byte[]> connection() {
      return connection;
    }

    RedisAsyncCommands<String, byte[]> async() {
      return connection.async();
    }

    /** Waits for one answer; whoever gives up cancels it. */
    <T extends @Nullable Object> T await(Future<T> answer) {
      return Calls.this.await(lane, answer, deadline.remainingNanos());
    }
  }

  /** The deadline of an operation that begins now; nothing begins that cannot end well. */
  Deadline deadline() {
    limit();
    return Deadline.current().sooner(Deadline.after(timeout));
  }

  /** Waits until the deadline for an answer that others may wait for too. */
  void awaitShared(Future<?> answer, Deadline deadline) {
    try {
      answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw RedisErrors.interrupted(Effect.UNKNOWN, e);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      throw failed(e);
    }
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

  private <T extends @Nullable Object> T await(Lane<?> lane, Future<T> answer, long nanos) {
    try {
      T result = nanos == FOREVER ? answer.get() : answer.get(nanos, TimeUnit.NANOSECONDS);
      lane.answered();
      return result;
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw RedisErrors.interrupted(Effect.UNKNOWN, e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      lane.unanswered();
      throw RedisErrors.calling(e);
    } catch (ExecutionException | CancellationException e) {
      if (e.getCause() instanceof TimeoutException) {
        lane.unanswered();
      }
      throw failed(e);
    }
  }

  /** What fails while the driver is closed fails because of that. */
  private OperationException failed(Exception failure) {
    OperationException known = RedisErrors.calling(failure);
    return closed ? RedisErrors.closed(known) : known;
  }
}
