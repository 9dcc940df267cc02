package io.patternsdk.driver.postgres.connections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All connections of a driver: a pool for calls, and what is connected by itself for as long as it
 * is needed. A call holds its connection from its first statement to its last and no longer. Each
 * statement is bounded by the deadline of its call; where that passes, the connection is dropped,
 * and the server ends the statement at the operation timeout. Thread-safe.
 */
public final class PostgresConnections {
  private static final Logger LOG = System.getLogger(PostgresConnections.class.getName());

  /** How long a call waits before it asks why there is no connection. */
  private static final Duration SLICE = Duration.ofMillis(250);

  /** By how much the server may be later with the end of a statement than the operation timeout. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /** How long the pool waits for an answer: on a new connection, and on one that was idle. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private static final Executor SAME_THREAD = Runnable::run;

  private final PostgresConfig config;
  private final DriverCalls calls;
  private final Duration operationTimeout;
  private final PostgresDialing dialing;
  private final HikariPool pool;

  /** Begins to fill the pool. */
  public PostgresConnections(
      PostgresConfig config, DriverContext context, PostgresDialing dialing) {
    this.config = config;
    this.calls = dialing.calls();
    this.operationTimeout = context.operationTimeout();
    this.dialing = dialing;
    this.pool = new HikariPool(pooled(config.pool(), context.backend(), dialing));
  }

  private static HikariConfig pooled(PostgresPool pool, String backend, PostgresDialing dialing) {
    HikariConfig pooled = new HikariConfig();
    pooled.setPoolName("postgres " + backend.replace(':', ' '));
    pooled.setDataSource(dialing.source());
    pooled.setMaximumPoolSize(pool.size());
    pooled.setMinimumIdle(pool.minIdle());
    pooled.setMaxLifetime(pool.maxAge().toMillis());
    pooled.setIdleTimeout(pool.minIdle() < pool.size() ? pool.idleTimeout().toMillis() : 0);
    pooled.setKeepaliveTime(Math.min(pool.idleCheck().toMillis(), pool.maxAge().toMillis() - 1));
    pooled.setConnectionTimeout(Math.max(250, pool.timeout().toMillis()));
    pooled.setValidationTimeout(ANSWER.toMillis());
    pooled.setInitializationFailTimeout(-1);
    pooled.setThreadFactory(Thread.ofVirtual().name("postgres-pool-", 0).factory());
    pooled.validate();
    return pooled;
  }

  /** The work of one call on a connection, which it does not close. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Gives a statement its parameters. */
  @FunctionalInterface
  public interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  public PostgresConfig config() {
    return config;
  }

  public DriverCalls calls() {
    return calls;
  }

  public HikariPool pool() {
    return pool;
  }

  /** Opens a connection that is not the pool's and is the caller's to close, by the deadline. */
  public Connection connect(Deadline deadline) {
    return dialing.connect(deadline);
  }

  /** The same for one that takes commands of replication. */
  public Connection replicate(Deadline deadline) {
    return dialing.replicate(deadline);
  }

  /** Runs statements, each of which is a transaction of its own. */
  public <T extends @Nullable Object> T call(Work<T> work) {
    return call(calls.begin(), work);
  }

  /** Runs statements, each of which is a transaction of its own, by the deadline. */
  public <T extends @Nullable Object> T call(Deadline deadline, Work<T> work) {
    try (Connection connection = borrow(deadline)) {
      return work.on(limited(connection, deadline));
    } catch (SQLException e) {
      throw failed(e, Effect.UNKNOWN, deadline);
    }
  }

  /** Runs statements in one transaction; nothing of it has happened unless it was committed. */
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    Deadline deadline = calls.begin();
    try (Connection connection = borrow(deadline)) {
      limited(connection, deadline).setAutoCommit(false);
      T result;
      try {
        result = work.on(connection);
      } catch (SQLException e) {
        throw undone(failed(e, Effect.UNKNOWN, deadline));
      }
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw failed(e, Effect.UNKNOWN, deadline);
    }
  }

  private static OperationException undone(OperationException failure) {
    return failure instanceof BackendException e
        ? new BackendException(e.kind(), Effect.NONE, String.valueOf(e.getMessage()), e.getCause())
        : failure;
  }

  /** Runs one statement that changes rows and returns how many. */
  public int update(String sql, Binder binder) {
    return call(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            return statement.executeUpdate();
          }
        });
  }

  /** Runs one statement and reads its rows. */
  public <T> List<T> query(String sql, Binder binder, Row<T> row) {
    return call(connection -> query(connection, sql, binder, row));
  }

  /** Runs one statement on a connection and reads its rows. */
  public static <T> List<T> query(Connection connection, String sql, Binder binder, Row<T> row)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      return rows(statement, row);
    }
  }

  /** Runs a statement that has its parameters and reads its rows. */
  public static <T> List<T> rows(PreparedStatement statement, Row<T> row) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        rows.add(row.of(found));
      }
    }
    return rows;
  }

  /** A connection of the pool; nothing has been sent on it by this call. */
  private Connection borrow(Deadline deadline) {
    long begun = System.nanoTime();
    Deadline end = deadline.sooner(Deadline.after(config.pool().timeout()));
    while (true) {
      try {
        return pool.getConnection(Math.max(1, end.atMost(SLICE).toMillis()));
      } catch (SQLTransientConnectionException e) {
        if (PostgresErrors.foreignSession(e)) {
          throw PostgresErrors.pooled(e);
        }
        giveUp(begun, deadline, end);
      } catch (SQLException e) {
        throw failed(e, Effect.NONE, deadline);
      }
    }
  }

  private void giveUp(long begun, Deadline deadline, Deadline end) {
    SQLException reason = dialing.failedSince(begun);
    if (reason != null && pool.getTotalConnections() == 0) {
      throw calls.failed(reason, Effect.NONE);
    }
    if (deadline.passed()) {
      throw calls.failed(new TimeoutException(), Effect.NONE);
    }
    if (end.passed() && reason != null && pool.getTotalConnections() < config.pool().size()) {
      throw calls.failed(reason, Effect.NONE); // there would be room for one more, but for this
    }
    if (end.passed()) {
      throw new BackendException(
          ErrorKind.UNAVAILABLE,
          Effect.NONE,
          "all %d connections were in use for as long as pool_timeout allows"
              .formatted(config.pool().size()),
          reason);
    }
    if (calls.closed()) {
      throw calls.failed(new SQLException("closed", "08003"), Effect.NONE);
    }
  }

  private Connection limited(Connection connection, Deadline deadline) throws SQLException {
    long nanos = deadline.remainingNanos();
    boolean whole = operationTimeout.toNanos() - nanos < TimeUnit.MILLISECONDS.toNanos(20);
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + (whole ? GRACE.toMillis() : 1);
    connection.setNetworkTimeout(SAME_THREAD, (int) Math.min(Integer.MAX_VALUE, millis));
    return connection;
  }

  /** What a failure means that came by this deadline or after it. */
  public OperationException failed(SQLException failure, Effect effect, Deadline deadline) {
    if (PostgresErrors.wrongServer(failure)) {
      LOG.log(
          Level.INFO, "{0} takes no writes any more; looking for the primary", config.address());
      pool.softEvictConnections();
    }
    return dialing.failed(failure, effect, deadline);
  }

  /** Makes a round trip and finds out whether the server is one to write to. */
  public void check() {
    boolean standby =
        query("SELECT pg_is_in_recovery()", statement -> {}, row -> row.getBoolean(1)).getFirst();
    if (standby) {
      pool.softEvictConnections();
      throw dialing.errors().of(new SQLException("it is in recovery", "25006"), Effect.UNKNOWN);
    }
  }

  /** Ends all of them, those in use included. */
  public void close() {
    dialing.close();
    try {
      pool.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
