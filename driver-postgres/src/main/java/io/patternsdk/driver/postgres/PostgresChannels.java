package io.patternsdk.driver.postgres;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.driver.postgres.PostgresListeners.Listener;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresErrors;
import io.patternsdk.driver.postgres.connections.PostgresPooler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The one connection that listens, outside of the pool. It is made for the first listener. Nothing
 * counts as heard before a notification has come that another connection sent: through a pooler
 * that hands server connections round, none does. When it is lost it is made again, and each
 * listener learns of it once its feed is heard again.
 */
final class PostgresChannels {
  private static final Logger LOG = System.getLogger(PostgresChannels.class.getName());

  /** How long is listened at a time; what has to be done beside that is done in between. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /** The same until the first notification has come. */
  private static final Duration PROVING_TURN = Duration.ofMillis(250);

  /** After so long without a word the server is asked whether it is there. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String SEND =
      """
      SELECT pg_backend_pid(), set_config('synchronous_commit', 'off', true), pg_notify(?, ?)
      """;

  private final PostgresConnections postgres;
  private final PostgresBodies bodies;
  private final String control;
  private final PostgresListeners listeners;
  private final List<Regular> regulars = new CopyOnWriteArrayList<>();

  /** Guards the field below. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Thread thread;
  private volatile @Nullable Session session;

  PostgresChannels(PostgresConnections postgres, PostgresBodies bodies) {
    this.postgres = postgres;
    this.bodies = bodies;
    regularly(bodies::cleanNowAndThen);
    byte[] schema = PostgresFeed.sha256(postgres.config().schema());
    String prefix = "pattern_" + HexFormat.of().formatHex(schema, 0, 4) + "_";
    this.control = prefix + UUID.randomUUID().toString().replace("-", "");
    this.listeners = new PostgresListeners(prefix);
  }

  /** What is done on the connection about once a second. */
  @FunctionalInterface
  interface Regular {
    void on(Connection connection) throws SQLException;
  }

  /** One connection, from its making to its loss. */
  private static final class Session {
    final Connection connection;
    final int pid;
    volatile boolean proven;
    volatile boolean pooled;

    /** Whether the listeners know that they are heard; for the thread that listens. */
    boolean announced;

    Session(Connection connection, int pid) {
      this.connection = connection;
      this.pid = pid;
    }
  }

  /** The name of the channel that a feed is on. */
  String channel(PostgresFeed feed) {
    return listeners.channel(feed);
  }

  /** Has something done on the connection about once a second, while there is one. */
  void regularly(Regular work) {
    regulars.add(work);
  }

  /**
   * Adds a listener, unless it is there, and returns once its feed is heard. Where that fails the
   * listener stays and has to be taken away.
   */
  void join(PostgresFeed feed, Listener listener) {
    Deadline deadline = postgres.calls().begin();
    CompletableFuture<Void> heard = listeners.add(feed, listener);
    begin();
    Session current = session;
    if (!heard.isDone() && current != null && current.proven) {
      send(current); // so that it turns to what is wanted now
    }
    postgres.calls().awaitShared(heard, deadline, Effect.NONE);
  }

  private void begin() {
    lock.lock();
    try {
      if (thread == null && !postgres.calls().closed()) {
        thread = Thread.ofVirtual().name("postgres-listener").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a listener away, without waiting for the server. */
  void leave(PostgresFeed feed, Listener listener) {
    listeners.remove(feed, listener);
  }

  /** Fails if somebody listens and nothing is heard. */
  void check() {
    Session current = session;
    if (!listeners.isEmpty() && (current == null || !current.proven)) {
      throw new BackendException(ErrorKind.UNAVAILABLE, "the connection that listens is lost");
    }
  }

  /** Sends a notification to the connection that listens, by another one. */
  private void send(Session to) {
    int pid =
        postgres
            .query(
                SEND,
                statement -> {
                  statement.setString(1, control);
                  statement.setString(2, PostgresNotice.mark());
                },
                row -> row.getInt(1))
            .getFirst();
    if (pid == to.pid) {
      to.pooled = true; // the server connection that listens serves another of ours as well
    }
  }

  /** Sends until the first one has come, or it is clear that none will. */
  private void prove(Session to) {
    while (!to.proven && !to.pooled && session == to) {
      try {
        send(to);
      } catch (OperationException e) {
        LOG.log(Level.DEBUG, "cannot send what proves that notifications come", e);
        if (e instanceof BackendException refused && refused.kind() == ErrorKind.UNSUPPORTED) {
          to.pooled = true;
        }
      }
      if (!pause(PROVING_TURN)) {
        return;
      }
    }
  }

  private void run() {
    OperationException reason = null;
    while (!lost(reason)) {
      try (Connection connection = connect()) {
        listen(connection);
        reason = null;
      } catch (SQLException | RuntimeException e) {
        reason = postgres.calls().failed(e, Effect.NONE);
        LOG.log(Level.DEBUG, "the connection that listens is lost", e);
      }
      boolean unused = pause(PAUSE);
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = postgres.connect(Deadline.after(postgres.config().connectTimeout()));
    int limit = (int) postgres.calls().deadline().remaining().toMillis();
    connection.setNetworkTimeout(Runnable::run, Math.max(1, limit));
    return connection;
  }

  /**
   * Takes note that nothing is heard; what is waited for fails where there is a reason. Tells
   * whether there is nothing more to do.
   */
  private boolean lost(@Nullable OperationException reason) {
    lock.lock();
    try {
      session = null;
      boolean closed = postgres.calls().closed();
      OperationException why =
          closed
              ? postgres.calls().failed(new SQLException("closed", "08003"), Effect.NONE)
              : reason;
      listeners.lost(why);
      if (closed || listeners.isEmpty()) {
        thread = null;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void listen(Connection connection) throws SQLException {
    Session own = new Session(connection, prepare(connection));
    session = own;
    Thread unused = Thread.ofVirtual().name("postgres-prover").start(() -> prove(own));
    PGConnection notifications = connection.unwrap(PGConnection.class);
    long heard = System.nanoTime();
    long worked = heard;
    while (!postgres.calls().closed()) {
      change(own);
      Duration turn = own.proven ? TURN : PROVING_TURN;
      PGNotification[] some = notifications.getNotifications((int) turn.toMillis());
      long now = System.nanoTime();
      if (some != null && some.length > 0) {
        deliver(own, some);
        heard = now;
      }
      if (!own.proven) {
        refusePooler(own);
      } else if (now - worked >= TURN.toNanos()) {
        worked = now;
        work(connection);
      }
      if (now - heard >= SILENCE.toNanos()) {
        heard = now;
        refusePooler(own);
      }
    }
  }

  /** Does all that is regular in one transaction, if it sends anything. */
  private void work(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    for (Regular work : regulars) {
      work.on(connection);
    }
    connection.setAutoCommit(true); // which commits
  }

  /** Asks the server which of its connections this is: the same as ever, unless it is shared. */
  private static void refusePooler(Session own) throws SQLException {
    if (PostgresPooler.pid(own.connection) != own.pid || own.pooled) {
      throw PostgresErrors.pooled(null);
    }
  }

  /** Listens to what is this process' own, and returns which server connection it is. */
  private int prepare(Connection connection) throws SQLException {
    execute(connection, "LISTEN " + control);
    bodies.clean(connection);
    return PostgresPooler.pid(connection);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  /** Listens to what is wanted now and no longer to what is not. */
  private void change(Session own) throws SQLException {
    List<String> changes = listeners.changes();
    if (!changes.isEmpty()) {
      execute(own.connection, String.join("; ", changes));
    }
    if (own.proven && (!changes.isEmpty() || !own.announced)) {
      own.announced = true;
      listeners.heard().forEach(Listener::reconnected);
    }
  }

  private void deliver(Session own, PGNotification[] notifications) throws SQLException {
    for (PGNotification notification : notifications) {
      if (notification.getName().equals(control)) {
        own.proven = true;
        continue;
      }
      PostgresNotice notice = PostgresNotice.parse(notification.getParameter());
      if (notice != null) {
        deliver(own, listeners.of(notice.feed()), notice.content());
      }
    }
  }

  private void deliver(Session own, List<Listener> to, PostgresNotice.Content content)
      throws SQLException {
    if (to.isEmpty()) {
      return;
    }
    switch (content) {
      case PostgresNotice.Body body -> to.forEach(listener -> listener.message(body.bytes()));
      case PostgresNotice.Signal signal ->
          to.forEach(listener -> listener.signal(signal.receivers()));
      case PostgresNotice.Row row -> {
        byte[] body = bodies.read(own.connection, row.id());
        to.forEach(body == null ? Listener::missed : listener -> listener.message(body));
      }
    }
  }

  /** Waits; false if the driver was closed meanwhile. */
  private boolean pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !postgres.calls().closed();
  }

  /** Ends the connection and, by the deadline, the thread. */
  void close(Deadline deadline) {
    Thread listening;
    lock.lock();
    try {
      listening = thread;
    } finally {
      lock.unlock();
    }
    if (listening == null) {
      return;
    }
    listening.interrupt(); // which closes the socket that it reads
    try {
      boolean unused = listening.join(Duration.ofNanos(Math.max(1, deadline.remainingNanos())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
