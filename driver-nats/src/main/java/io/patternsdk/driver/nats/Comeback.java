package io.patternsdk.driver.nats;

import io.nats.client.Connection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection anew that the client has given up. It does so by itself when a server refuses
 * the same credentials twice, and a secret may be put right later.
 */
final class Comeback {
  private static final Logger LOG = System.getLogger(Comeback.class.getName());

  private final Connecting connecting;
  private final Consumer<Connection> use;
  private final BooleanSupplier gone;
  private final AtomicReference<@Nullable Thread> trying = new AtomicReference<>();
  private volatile boolean ended;

  /**
   * @param use goes on with a connection that was made
   * @param gone whether the client has given up the one in use
   */
  Comeback(Connecting connecting, Consumer<Connection> use, BooleanSupplier gone) {
    this.connecting = connecting;
    this.use = use;
    this.gone = gone;
  }

  /** Begins to try, unless it does already. */
  void begin() {
    Thread thread = Thread.ofVirtual().name("nats-comeback").unstarted(this::tryAgain);
    if (!ended && trying.compareAndSet(null, thread)) {
      thread.start();
    }
  }

  private void tryAgain() {
    try {
      while (!ended) {
        pause();
        if (connected()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      ended = true;
    } finally {
      trying.set(null);
    }
    // What was lost at once was reported to a thread that had not ended yet.
    if (gone.getAsBoolean()) {
      begin();
    }
  }

  private void pause() throws InterruptedException {
    Duration most = connecting.config().reconnectWait();
    connecting.context().clock().sleep(most);
  }

  private boolean connected() {
    try {
      use.accept(connecting.connect());
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "still no connection to " + connecting.config().address(), e);
      return false;
    }
  }

  /** Tries no more. */
  void end() {
    ended = true;
    Thread thread = trying.get();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
