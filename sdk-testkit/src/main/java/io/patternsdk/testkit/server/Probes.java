package io.patternsdk.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Connections that ask a starting server whether it is ready. */
final class Probes {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int TIMEOUT_MILLIS = 2_000;

  private Probes() {}

  /** A connection to the clients' port that gives up soon. */
  static Socket connect(ServerSite site) throws IOException {
    return connect(site.port());
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), TIMEOUT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** TLS over {@code plain}, trusting the site's certificate. */
  static Socket encrypt(Socket plain, ServerSite site) throws IOException {
    return site.certificate()
        .trust()
        .getSocketFactory()
        .createSocket(plain, "127.0.0.1", site.port(), false);
  }
}
