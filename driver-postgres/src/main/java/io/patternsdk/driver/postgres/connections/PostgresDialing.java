package io.patternsdk.driver.postgres.connections;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.Tls;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.PGStatement;

/**
 * Makes connections to the primary, each with the password and certificates as they are then. What
 * fails is remembered, so that whoever waits for a connection learns why there is none.
 */
public final class PostgresDialing {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final PostgresConfig config;
  private final PostgresErrors errors;
  private final DriverCalls calls;
  private final String url;
  private final String applicationName;
  private final String session;
  private final Set<Thread> dialers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile @Nullable Failure last;

  public PostgresDialing(PostgresConfig config, DriverContext context) {
    this.config = config;
    this.errors = new PostgresErrors(config.address());
    this.calls = DriverCalls.to(config.address(), context, errors);
    this.url =
        config.hosts().stream()
            .map(ServerAddress::toString)
            .map(address -> address.substring("postgres://".length()))
            .collect(Collectors.joining(",", "jdbc:postgresql://", "/"));
    this.applicationName = config.clientName().isEmpty() ? context.backend() : config.clientName();
    this.session =
        "SET statement_timeout = %d; SET default_transaction_isolation = 'read committed'; SET search_path TO \"%s\""
            .formatted(Math.max(1, context.operationTimeout().toMillis()), config.schema());
  }

  private record Failure(SQLException reason, long at) {}

  /** Why the last attempt failed, if it ended at this time of {@link System#nanoTime} or later. */
  @Nullable SQLException failedSince(long time) {
    Failure failure = last;
    return failure == null || failure.at - time < 0 ? null : failure.reason;
  }

  public DriverCalls calls() {
    return calls;
  }

  PostgresErrors errors() {
    return errors;
  }

  /**
   * Makes a connection that is the caller's to close.
   *
   * @throws OperationException if there is none by the deadline, with effect NONE; nothing is left
   */
  public Connection connect(Deadline deadline) {
    return connect(deadline, false);
  }

  /** The same for one that takes commands of replication, each of which is sent as it is. */
  Connection replicate(Deadline deadline) {
    return connect(deadline, true);
  }

  private Connection connect(Deadline deadline, boolean replicating) {
    CompletableFuture<Connection> attempt = new CompletableFuture<>();
    Thread dialer =
        Thread.ofVirtual()
            .name("postgres-dialer")
            .start(
                () -> {
                  try {
                    Connection made = once(replicating);
                    if (!attempt.complete(made)) {
                      made.close();
                    }
                  } catch (SQLException | RuntimeException e) {
                    attempt.completeExceptionally(e);
                  }
                });
    try {
      return calls.awaitShared(attempt, deadline, Effect.NONE);
    } catch (OperationException e) {
      attempt.cancel(false);
      dialer.interrupt(); // which closes the socket that it waits on
      throw e;
    }
  }

  /** What a failure means that came by this deadline or after it. */
  public OperationException failed(SQLException failure, Effect effect, Deadline deadline) {
    boolean lost = PostgresErrors.lost(failure);
    if (Thread.currentThread().isInterrupted() && (lost || effect == Effect.NONE)) {
      InterruptedException interrupt = new InterruptedException();
      interrupt.initCause(failure);
      return calls.failed(interrupt, effect);
    }
    if (PostgresErrors.silent(failure) || (lost && deadline.passed())) {
      TimeoutException late = new TimeoutException();
      late.initCause(failure);
      return calls.failed(late, effect);
    }
    return calls.failed(failure, effect);
  }

  /** Makes one connection, or fails. */
  private Connection once(boolean replicating) throws SQLException {
    Thread self = Thread.currentThread();
    dialers.add(self);
    try {
      if (closed) {
        throw new SQLException("the driver is closed", "08003");
      }
      Connection made = new Driver().connect(url, properties(replicating));
      if (made == null) {
        throw new SQLException("not an address of PostgreSQL: " + url, "08001");
      }
      try (Statement statement = made.createStatement()) {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0); // a pooler may share names
        statement.execute(session);
      } catch (SQLException e) {
        made.close();
        throw e;
      }
      last = null;
      return made;
    } catch (SQLException e) {
      last = new Failure(e, System.nanoTime());
      throw e;
    } finally {
      dialers.remove(self);
    }
  }

  private Properties properties(boolean replicating) {
    Properties properties = new Properties();
    if (replicating) {
      PGProperty.REPLICATION.set(properties, "database");
      PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
      PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    }
    String seconds = Long.toString(config.connectTimeout().plusMillis(999).toSeconds());
    PGProperty.PG_DBNAME.set(properties, config.database());
    PGProperty.USER.set(properties, config.username());
    if (config.password() != null) {
      PGProperty.PASSWORD.set(properties, config.password().reveal());
    }
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, "1");
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
    PGProperty.HOST_RECHECK_SECONDS.set(properties, 0);
    PGProperty.PREPARE_THRESHOLD.set(properties, 1);
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    Tls tls = config.tls();
    PGProperty.SSL_MODE.set(properties, tls == null ? "disable" : "require");
    if (tls != null) {
      PGProperty.SSL_FACTORY.set(properties, PostgresTls.class.getName());
      PGProperty.SSL_FACTORY_ARG.set(properties, PostgresTls.text(tls));
    }
    return properties;
  }

  /** Ends the attempts that run; later ones fail. */
  void close() {
    closed = true;
    dialers.forEach(Thread::interrupt);
  }

  /**
   * What the pool takes its connections from. It goes on trying where the pool would pause for
   * longer and longer, so that a server that is back is noticed at once.
   */
  DataSource source() {
    return new Source();
  }

  private final class Source implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      while (true) {
        try {
          return once(false);
        } catch (SQLException e) {
          if (closed) {
            throw e;
          }
        }
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new SQLException("interrupted", "08001", e);
        }
      }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException("credentials are those of the settings");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLFeatureNotSupportedException("logs go to java.util.logging");
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      throw new SQLFeatureNotSupportedException("logs go to java.util.logging");
    }

    @Override
    public void setLoginTimeout(int seconds) {} // each connection has its own limit

    @Override
    public int getLoginTimeout() {
      return 1;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getLogger("org.postgresql");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
