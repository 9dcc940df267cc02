package io.patternsdk.app.session.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from a region to the server of another, which can be cut. */
final class Relay implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final int target;
  private final ServerSocket entrance;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private Relay(int target) throws IOException {
    this.target = target;
    this.entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /** Opens one to a port of this machine. */
  static Relay to(int target) throws IOException {
    Relay relay = new Relay(target);
    Thread unused = Thread.ofVirtual().name("relay to " + target).start(relay::take);
    return relay;
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Ends all connections, and each new one at once. */
  void cut() {
    cut = true;
    sockets.forEach(Relay::end);
  }

  void heal() {
    cut = false;
  }

  private void take() {
    while (!entrance.isClosed()) {
      try {
        connect(entrance.accept());
      } catch (IOException e) {
        if (!entrance.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Connects a client with the server; the client's connection ends if that is not there. */
  private void connect(Socket client) {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException nobody) {
      end(client);
      return;
    }
    sockets.add(client);
    sockets.add(server);
    Thread unused = Thread.ofVirtual().start(() -> pass(client, server));
    unused = Thread.ofVirtual().start(() -> pass(server, client));
    if (cut) {
      end(client);
      end(server);
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      long unused = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      end(to); // so does the other direction
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
