package io.patternsdk.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The proxy's port, which can refuse connections for a while and then listen again. */
final class Entrance {
  private static final int BACKLOG = 1024;

  private final int port;
  private final Runnable release;
  private final Consumer<Socket> taken;
  private final Function<Runnable, Thread> threads;
  private @Nullable Listener listener;

  /** Has a port that is given up by {@code release}. */
  Entrance(int port, Runnable release, Consumer<Socket> taken, Function<Runnable, Thread> threads) {
    this.port = port;
    this.release = release;
    this.taken = taken;
    this.threads = threads;
  }

  int port() {
    return port;
  }

  /** Takes connections; does nothing if it does already. */
  void open() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listener = new Listener(opened, threads.apply(() -> acceptFrom(opened)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  private void acceptFrom(ServerSocket opened) {
    while (!opened.isClosed()) {
      try {
        taken.accept(opened.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Refuses connections from the return on; does nothing if it does already. */
  void shut() {
    Listener open = listener;
    if (open == null) {
      return;
    }
    try {
      open.socket.close();
      // The kernel takes connections as long as a thread is still on its way out of accept.
      open.thread.join();
      listener = null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop listening on port " + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the listener ends", e);
    }
  }

  /** Shuts for good and gives the port up. */
  void close() {
    shut();
    release.run();
  }

  private record Listener(ServerSocket socket, Thread thread) {}
}
