package io.patternsdk.testkit.proxy;

import io.patternsdk.testkit.server.ReservedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The proxy's port, which can refuse connections for a while and then listen again. */
final class Entrance {
  private static final int BACKLOG = 1024;

  private final ReservedPort port;
  private final Consumer<Socket> taken;
  private final Consumer<Runnable> threads;
  private @Nullable ServerSocket listener;

  Entrance(Consumer<Socket> taken, Consumer<Runnable> threads) {
    this.port = ReservedPort.next();
    this.taken = taken;
    this.threads = threads;
  }

  int port() {
    return port.number();
  }

  /** Takes connections; does nothing if it does already. */
  void open() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()), BACKLOG);
      listener = opened;
      threads.accept(() -> acceptFrom(opened));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port.number(), e);
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

  /** Refuses connections; does nothing if it does already. */
  void shut() {
    ServerSocket opened = listener;
    if (opened == null) {
      return;
    }
    try {
      opened.close();
      listener = null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop listening on port " + port.number(), e);
    }
  }

  /** Shuts for good and gives the port up. */
  void close() {
    shut();
    port.close();
  }
}
