package io.patternsdk.testkit.server;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A real server for tests, started when it is made.
 *
 * <p>As a static field with {@code @RegisterExtension} it is closed after the class's tests, and
 * the end of its log is attached to each test that fails. It ends with the JVM in any case. Methods
 * may be called from any thread.
 */
public abstract class TestServer
    implements Breakable, AutoCloseable, AfterAllCallback, TestExecutionExceptionHandler {
  private final String scheme;
  private final Backing backing;
  private final boolean shared;
  private final ReentrantLock lock = new ReentrantLock();

  /** A shared server outlives {@link #close}: other tests of this JVM use it too. */
  TestServer(ServerRecipe recipe, Backing backing, boolean shared) {
    this.scheme = recipe.scheme();
    this.backing = backing;
    this.shared = shared;
  }

  @Override
  public final String host() {
    return backing.host();
  }

  @Override
  public final int port() {
    return backing.port();
  }

  /** Where clients connect, without user and password. */
  public final String uri() {
    return backing.address(scheme);
  }

  /**
   * The certificate of a server that has TLS.
   *
   * @throws UnsupportedOperationException if the environment named the server
   */
  public final TestCertificate certificate() {
    return backing.certificate();
  }

  /**
   * Ends the server as kill -9 does, and returns when it is gone.
   *
   * @throws UnsupportedOperationException if the environment named the server
   */
  @Override
  public final void kill() {
    exclusively(backing::kill);
  }

  /**
   * Starts the server again on its port and data, and returns when it is ready. One that runs is
   * stopped in good order first.
   *
   * @throws IllegalStateException if it is not ready in time, with the end of its log
   * @throws UnsupportedOperationException if the environment named the server
   */
  @Override
  public final void restart() {
    exclusively(backing::restart);
  }

  /**
   * Freezes the server: connections stay and are even taken, but nothing answers.
   *
   * @throws UnsupportedOperationException if the environment named the server
   */
  public final void pause() {
    exclusively(backing::pause);
  }

  /** Lets a frozen server go on. */
  public final void resume() {
    exclusively(backing::resume);
  }

  /**
   * Freezes the server until what is returned is closed, as {@code Variant.stalledBy} wants it.
   *
   * @throws UnsupportedOperationException if the environment named the server
   */
  public final AutoCloseable paused() {
    pause();
    return this::resume;
  }

  /** The last lines that the server logged. */
  public final String logTail() {
    return backing.logTail();
  }

  /**
   * Stops the server and removes its files; repeating it does nothing. A shared server stays until
   * the JVM ends.
   */
  @Override
  public final void close() {
    if (!shared) {
      exclusively(backing::close);
    }
  }

  private void exclusively(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public final void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new ServerLog(logTail()));
    throw failure;
  }

  /** Carries the end of a server's log into a test's failure. */
  private static final class ServerLog extends Throwable {
    private static final long serialVersionUID = 1;

    ServerLog(String log) {
      super(log, null, false, false);
    }
  }
}
