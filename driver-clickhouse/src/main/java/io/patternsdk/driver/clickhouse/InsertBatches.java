package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.driver.clickhouse.ClickHouseConfig.Batches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes few insertions of the rows of many callers, since each insertion becomes a file of the
 * server's. Rows wait for others until there are enough or the delay has passed, and each caller
 * waits until the server has its own; whoever finds no room in the buffer waits for that. Owns the
 * threads that insert.
 */
final class InsertBatches implements AutoCloseable {
  private final ClickHouseConnections clickHouse;
  private final Batches bounds;
  private final String table;
  private final List<String> columns;
  private final List<Thread> threads;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Rows> waiting = new ArrayDeque<>();
  private int points;
  private boolean closed;

  InsertBatches(ClickHouseConnections clickHouse, String table, List<String> columns) {
    this.clickHouse = clickHouse;
    this.bounds = clickHouse.config().batches();
    this.table = table;
    this.columns = columns;
    this.threads =
        IntStream.range(0, bounds.parallel())
            .mapToObj(i -> Thread.ofVirtual().name("clickhouse-inserts-" + i).start(this::insert))
            .toList();
  }

  /** The rows of one caller, which stay together. */
  private record Rows(
      byte[] bytes,
      int count,
      long since,
      Deadline deadline,
      CompletableFuture<@Nullable Void> done) {}

  /** Inserts rows; returns once the server has them. */
  void write(byte[] bytes, int count) {
    Deadline deadline = clickHouse.calls().begin();
    Rows rows = new Rows(bytes, count, System.nanoTime(), deadline, new CompletableFuture<>());
    try {
      add(rows);
    } catch (InterruptedException e) {
      throw clickHouse.calls().failed(e, Effect.NONE);
    }
    try {
      var unused = clickHouse.calls().awaitShared(rows.done, deadline, Effect.UNKNOWN);
    } catch (OperationException e) {
      throw withdrawn(rows) ? nothingDone(e) : e;
    }
  }

  private void add(Rows rows) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && points > 0 && points + rows.count > bounds.buffer()) {
        if (room.awaitNanos(rows.deadline.remainingNanos()) <= 0 && rows.deadline.passed()) {
          throw new BackendException(
              ErrorKind.TIMED_OUT,
              Effect.NONE,
              "%d points wait to be inserted into %s already, and %d more have no room"
                  .formatted(points, clickHouse.config().address(), rows.count),
              null);
        }
      }
      if (closed) {
        throw new BackendException(ErrorKind.CLOSED, "the driver is closed");
      }
      waiting.add(rows);
      points += rows.count;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether rows were still waiting, and takes them back. */
  private boolean withdrawn(Rows rows) {
    lock.lock();
    try {
      boolean waited = waiting.removeIf(each -> each == rows);
      if (waited) {
        points -= rows.count;
        room.signalAll();
      }
      return waited;
    } finally {
      lock.unlock();
    }
  }

  private static OperationException nothingDone(OperationException e) {
    return e instanceof BackendException b
        ? new BackendException(b.kind(), Effect.NONE, String.valueOf(b.getMessage()), b)
        : e;
  }

  private void insert() {
    try {
      while (true) {
        List<Rows> batch = next();
        if (batch.isEmpty()) {
          return;
        }
        insert(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Waits for rows, then for more of them; empty when this is closed. */
  private List<Rows> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !due()) {
        Rows first = waiting.peek();
        if (first == null) {
          arrived.await();
        } else {
          long left = bounds.delay().toNanos() - (System.nanoTime() - first.since);
          long unused = arrived.awaitNanos(left);
        }
      }
      return closed ? List.of() : taken();
    } finally {
      lock.unlock();
    }
  }

  private boolean due() {
    Rows first = waiting.peek();
    return first != null
        && (points >= bounds.points()
            || System.nanoTime() - first.since >= bounds.delay().toNanos());
  }

  private List<Rows> taken() {
    List<Rows> batch = new ArrayList<>();
    int count = 0;
    Rows next = waiting.peek();
    while (next != null && (batch.isEmpty() || count + next.count <= bounds.points())) {
      batch.add(waiting.remove());
      count += next.count;
      next = waiting.peek();
    }
    points -= count;
    room.signalAll();
    arrived.signal(); // others may be due as well
    return batch;
  }

  private void insert(List<Rows> batch) {
    try {
      Deadline latest = batch.getFirst().deadline;
      RowWriter all = new RowWriter();
      for (Rows rows : batch) {
        all.fixed(rows.bytes);
        latest = latest.sooner(rows.deadline).equals(latest) ? rows.deadline : latest;
      }
      boolean unused =
          latest.run(
              () -> {
                clickHouse.insert(table, columns, all.toBytes());
                return true;
              });
      batch.forEach(rows -> rows.done.complete(null));
    } catch (RuntimeException | Error e) {
      Throwable told = toldToOthers(e);
      batch.forEach(rows -> rows.done.completeExceptionally(told));
    }
  }

  /** Only closing interrupts a thread of these; no caller has been interrupted. */
  private static Throwable toldToOthers(Throwable e) {
    return e instanceof BackendException b && b.kind() == ErrorKind.CANCELLED
        ? new BackendException(ErrorKind.CLOSED, b.effect(), "the driver was closed meanwhile", b)
        : e;
  }

  /** Ends the insertions that are under way, and what waits. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    threads.forEach(Thread::interrupt);
  }
}
