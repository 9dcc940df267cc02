package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a backend with a file. One thread writes: all that was handed over while it wrote
 * goes to disk together next, so concurrent callers share one fsync, and no caller's interrupt or
 * deadline reaches the file. After a failed write nothing more is taken.
 */
public final class DiskJournal implements Journal {
  /** When so many changes wait, callers wait as well before they make more. */
  private static final int MOST_WAITING = 65_536;

  private final DiskFile file;
  private final Duration timeout;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private Batch next = new Batch();
  private boolean closing;
  private volatile int waiting;
  private volatile @Nullable BackendException refusal;

  public DiskJournal(DiskFile file, Duration timeout, String threadName) {
    this.file = file;
    this.timeout = timeout;
    this.writer = Thread.ofPlatform().daemon().name(threadName).unstarted(this::write);
  }

  /** Begins to write, once nobody else uses the file; changes may have been handed over already. */
  public void start() {
    writer.start();
  }

  /** Changes that reach the disk together. */
  private final class Batch implements Commit {
    private final CountDownLatch done = new CountDownLatch(1);
    private List<Consumer<DiskFile>> changes = new ArrayList<>();
    private boolean writes;
    private volatile @Nullable Throwable failure;

    @Override
    public void await() {
      try {
        long nanos = Deadline.current().atMost(timeout).toNanos();
        if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
          throw EmbeddedErrors.notSynced();
        }
      } catch (InterruptedException e) {
        throw EmbeddedErrors.cancelled(Effect.UNKNOWN, e);
      }
      if (failure != null) {
        throw EmbeddedErrors.unwritable(file.path(), Effect.UNKNOWN, failure);
      }
    }
  }

  @Override
  public void admit() {
    BackendException reason = refusal;
    if (reason != null) {
      throw new BackendException(
          reason.kind(), Effect.NONE, reason.getMessage(), reason.getCause());
    }
    if (waiting >= MOST_WAITING && !lock.isHeldByCurrentThread()) { // else nobody makes room
      awaitRoom();
    }
  }

  private void awaitRoom() {
    try {
      handedOver().await();
    } catch (BackendException e) {
      throw e.kind() == ErrorKind.TIMED_OUT
          ? EmbeddedErrors.overloaded(waiting)
          : new BackendException(e.kind(), Effect.NONE, e.getMessage(), e);
    }
  }

  private Commit handedOver() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Commit value(String key, @Nullable StoredValue stored) {
    return add(disk -> disk.value(key, stored));
  }

  @Override
  public Commit parked(String queue, QueuedMessage parked) {
    return add(disk -> disk.parked(queue, parked));
  }

  @Override
  public Commit moved(QueuedMessage parked) {
    return add(disk -> disk.moved(parked));
  }

  @Override
  public Commit gone(long id) {
    return add(disk -> disk.gone(id));
  }

  @Override
  public Commit own(String key, @Nullable StoredValue stored) {
    return add(disk -> disk.own(key, stored));
  }

  @Override
  public Commit appended(String stream, LoggedRecord logged) {
    return add(disk -> disk.appended(stream, logged));
  }

  @Override
  public Commit trimmed(String stream, int partition, long next, List<Long> ids) {
    return add(disk -> disk.trimmed(stream, partition, next, ids));
  }

  @Override
  public void together(Runnable changes) {
    lock.lock(); // so that the writer takes no part of them
    try {
      changes.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Commit tables(Map<String, Optional<byte[]>> records) {
    return add(disk -> disk.tables(records));
  }

  @Override
  public Commit points(Map<String, Optional<byte[]>> records) {
    return add(disk -> disk.points(records));
  }

  @Override
  public Commit chunk(long blob, int index, byte[] bytes) {
    return add(disk -> disk.chunk(blob, index, bytes));
  }

  @Override
  public byte[] chunk(long blob, int index) {
    CompletableFuture<byte[]> chunk = new CompletableFuture<>();
    add(disk -> read(disk, blob, index, chunk), false);
    try {
      return chunk.get(Deadline.current().atMost(timeout).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw EmbeddedErrors.cancelled(Effect.NONE, e);
    } catch (TimeoutException e) {
      throw new BackendException(ErrorKind.TIMED_OUT, Effect.NONE, "the disk has not answered", e);
    } catch (ExecutionException e) {
      throw EmbeddedErrors.unreadable(file.path(), e.getCause());
    }
  }

  private static void read(DiskFile disk, long blob, int index, CompletableFuture<byte[]> chunk) {
    try {
      chunk.complete(disk.chunk(blob, index));
    } catch (RuntimeException e) {
      chunk.completeExceptionally(e); // what cannot be read stops nobody from writing
    }
  }

  @Override
  public Commit dropped(long blob, int chunks) {
    return add(disk -> disk.dropped(blob, chunks));
  }

  @Override
  public Commit blob(String key, @Nullable StoredBlob stored) {
    return add(disk -> disk.blob(key, stored));
  }

  @Override
  public Commit reserved(long most) {
    return add(disk -> disk.reserved(most));
  }

  @Override
  public void check() {
    add(disk -> {}).await();
  }

  private Commit add(Consumer<DiskFile> change) {
    return add(change, true);
  }

  private Commit add(Consumer<DiskFile> change, boolean writes) {
    lock.lock();
    try {
      if (closing) {
        throw EmbeddedErrors.closed();
      }
      if (refusal != null) {
        throw refusal;
      }
      next.changes.add(change);
      next.writes |= writes;
      waiting = next.changes.size();
      work.signal();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      for (Batch batch = take(); batch != null; batch = take()) {
        write(batch);
      }
    } finally {
      file.close();
    }
  }

  private void write(Batch batch) {
    try {
      batch.changes.forEach(change -> change.accept(file));
      if (batch.writes) {
        file.commit();
      }
    } catch (RuntimeException | Error e) {
      fail(batch, e);
    } finally {
      batch.changes = List.of(); // a queue may hold on to its last commit, but not to these
      batch.done.countDown();
    }
  }

  private @Nullable Batch take() {
    lock.lock();
    try {
      while (next.changes.isEmpty() && !closing) {
        work.awaitUninterruptibly();
      }
      Batch batch = next;
      next = new Batch();
      waiting = 0;
      return batch.changes.isEmpty() ? null : batch;
    } finally {
      lock.unlock();
    }
  }

  private void fail(Batch batch, Throwable cause) {
    lock.lock();
    try {
      batch.failure = cause;
      refusal = EmbeddedErrors.unwritable(file.path(), Effect.NONE, cause);
      next.failure = cause;
      next.done.countDown();
      next.changes.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(Deadline deadline) {
    lock.lock();
    try {
      closing = true;
      refusal = refusal == null ? EmbeddedErrors.closed() : refusal;
      work.signal();
    } finally {
      lock.unlock();
    }
    try {
      boolean unused = writer.join(deadline.atMost(timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the writer ends by itself
    }
  }
}
