package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.driver.postgres.tables.PostgresRelation.Said;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * Reads what a slot sends on a connection and a thread of its own, ahead of whoever takes it as far
 * as there is room, and goes on answering the server while nobody takes anything. It ends with its
 * connection.
 */
final class LogReader {
  private static final Duration STATUS = Duration.ofSeconds(10);

  /** How often it is heard of while it reads nothing, for want of room. */
  private static final Duration FULL = Duration.ofSeconds(1);

  private static final Duration STALL = Duration.ofSeconds(60);
  private static final int MOST_CHANGES = 4_096;
  private static final long MOST_BYTES = 8L << 20;

  /**
   * How long it sleeps when nothing has come for a while; before that it does not. A read that
   * waited would have the client's lock, so nothing could be confirmed until the server speaks.
   */
  private static final Duration IDLE = Duration.ofMillis(10);

  private static final int LOOKS_BEFORE_IDLE = 50;
  private static final int PUBLISH = 256;

  private final Connection connection;
  private final PGReplicationStream stream;
  private final LogDecoder decoder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition asked = lock.newCondition();

  /** Changes, and positions of what is behind them. */
  private final Deque<Object> ready = new ArrayDeque<>();

  private final List<Object> read = new ArrayList<>();
  private final String source;
  private long bytes;
  private long readBytes;
  private long reached;
  private long toConfirm;
  private long confirming;
  private boolean closed;
  private @Nullable Exception failure;

  /** What its thread is to do next. */
  private enum Turn {
    READ,
    CONFIRM,
    SAY_THAT_IT_LIVES,
    LOOK_AGAIN,
    END
  }

  LogReader(
      FeedRequest feed,
      FeedPosition after,
      String database,
      Function<Said, PostgresRelation> relations,
      Connection connection,
      PGReplicationStream stream) {
    this.connection = connection;
    this.stream = stream;
    this.source = after.source();
    this.decoder =
        new LogDecoder(database, after, feed.tables(), relations, read::add, this::ended);
  }

  /**
   * Begins to read a slot after a position.
   *
   * @throws SQLException what the server refuses it with; nothing is left open
   */
  static LogReader start(
      PostgresFeeds feeds,
      FeedRequest feed,
      FeedName name,
      String slot,
      FeedPosition after,
      Deadline deadline)
      throws SQLException {
    Connection connection = FeedErrors.replicate(feeds.host(), deadline);
    try {
      PostgresSessions.plain(connection);
      connection.setNetworkTimeout(Runnable::run, (int) STALL.toMillis());
      String database = connection.getCatalog();
      PGReplicationStream stream =
          connection
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .replicationStream()
              .logical()
              .withSlotName(slot)
              .withStartPosition(LogSequenceNumber.valueOf(Lsn.of(after)))
              .withStatusInterval((int) STATUS.toMillis(), TimeUnit.MILLISECONDS)
              .withAutomaticFlush(false)
              .withSlotOption("proto_version", 1)
              .withSlotOption("publication_names", PostgresSessions.quoted(name.publication()))
              .start();
      LogReader reader =
          new LogReader(feed, after, database, said -> relation(feeds, said), connection, stream);
      reader.start();
      return reader;
    } catch (SQLException | RuntimeException e) {
      PostgresSessions.end(connection);
      throw e;
    }
  }

  /** Defaults are texts of values too, so that a session of the pool has to be a plain one. */
  private static PostgresRelation relation(PostgresFeeds feeds, Said said) {
    return feeds
        .host()
        .transaction(
            on -> {
              PostgresSessions.plainInTransaction(on);
              return PostgresRelation.of(on, feeds.types(), said);
            });
  }

  private void ended(FeedPosition behind) {
    reached = Math.max(reached, Lsn.of(behind));
    read.add(behind);
  }

  void start() {
    Thread unused = Thread.ofVirtual().name("postgres-feed").start(this::run);
  }

  private void run() {
    try {
      read();
      end(null);
    } catch (SQLException | RuntimeException e) {
      end(e);
    } catch (Error e) {
      end(new IllegalStateException(e));
      throw e;
    }
  }

  private void read() throws SQLException {
    int silent = 0;
    while (awaitWork(silent > LOOKS_BEFORE_IDLE)) {
      ByteBuffer message = stream.readPending();
      if (message == null) {
        silent++;
        caughtUp();
      } else {
        silent = 0;
        readBytes += message.remaining();
        decoder.read(message, stream.getLastReceiveLSN().asLong());
        if (read.size() >= PUBLISH) {
          publish();
        }
      }
    }
  }

  /** What was read is to be had; without changes on the way the log is done up to where it is. */
  private void caughtUp() throws SQLException {
    if (stream.isClosed()) {
      throw new SQLException("the server has ended the feed", "08006");
    }
    long sent = stream.getLastReceiveLSN().asLong();
    if (!decoder.isInside() && sent > reached) {
      reached = sent;
      read.add(Lsn.position(source, sent));
    }
    publish();
  }

  private void publish() {
    if (read.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (Object one : read) {
        if (one instanceof FeedPosition && ready.peekLast() instanceof FeedPosition) {
          ready.removeLast();
        }
        ready.addLast(one);
      }
      bytes += readBytes;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    read.clear();
    readBytes = 0;
  }

  /** Tells the server what is confirmed and waits for room; false when it is to end. */
  private boolean awaitWork(boolean idle) throws SQLException {
    boolean pause = idle;
    while (true) {
      switch (turn(pause)) {
        case READ -> {
          return true;
        }
        case END -> {
          return false;
        }
        case CONFIRM -> confirmNow();
        case SAY_THAT_IT_LIVES -> stream.forceUpdateStatus();
        case LOOK_AGAIN -> pause = false;
      }
    }
  }

  /**
   * Waits for room, or a moment where nothing comes. Nothing is said to the server under the lock:
   * a server that does not listen would keep whoever takes changes, too.
   */
  @SuppressWarnings("WaitNotInLoop") // whoever asks for turns looks again
  private Turn turn(boolean pause) {
    lock.lock();
    try {
      if (closed) {
        return Turn.END;
      }
      if (toConfirm > 0) {
        confirming = toConfirm;
        toConfirm = 0;
        return Turn.CONFIRM;
      }
      boolean full = ready.size() >= MOST_CHANGES || bytes >= MOST_BYTES;
      if (!full && !pause) {
        return Turn.READ;
      }
      boolean signalled = asked.awaitNanos(full ? FULL.toNanos() : IDLE.toNanos()) > 0;
      return full && !signalled ? Turn.SAY_THAT_IT_LIVES : Turn.LOOK_AGAIN;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    } finally {
      lock.unlock();
    }
  }

  /** Said once: a server that ends waits for whoever has confirmed less than it has sent. */
  private void confirmNow() throws SQLException {
    stream.setFlushedLSN(LogSequenceNumber.valueOf(confirming));
    stream.forceUpdateStatus();
    stream.setFlushedLSN(LogSequenceNumber.INVALID_LSN);
  }

  private void end(@Nullable Exception reason) {
    lock.lock();
    try {
      failure = reason;
      closed = true;
      ready.clear();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    PostgresSessions.end(connection);
  }

  /**
   * Takes the next changes, waiting for the first until the deadline.
   *
   * @param place how far whoever takes them has come
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   */
  FeedBatch take(int max, FeedPosition place, Deadline end) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      List<Change> changes = new ArrayList<>();
      FeedPosition through = place;
      while (true) {
        for (Object next = ready.peek(); next != null; next = ready.peek()) {
          if (next instanceof FeedPosition behind) {
            through = behind.after(through) ? behind : through;
          } else if (next instanceof Change change && changes.size() < max) {
            changes.add(change);
            through = change.position();
          } else {
            break;
          }
          var unused = ready.remove();
        }
        if (ready.isEmpty()) {
          bytes = 0;
        }
        if (!changes.isEmpty() || closed || end.passed()) {
          asked.signalAll();
          return new FeedBatch(changes, through);
        }
        asked.signalAll();
        long unused = arrived.awaitNanos(Math.max(1, end.remainingNanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets the server know, at once, that it may forget what is before a place. */
  void confirm(long lsn) {
    lock.lock();
    try {
      toConfirm = Math.max(toConfirm, lsn);
      asked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Why it ended by itself; null if it has not. */
  @Nullable Exception failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      asked.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
