package io.patternsdk.http;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Whether an address can be bound, asked beforehand: the web server says it only in its log. */
final class Binding {

  private Binding() {}

  /**
   * Tries it.
   *
   * @param section the section of the configuration that has the port
   * @throws ConfigException if it cannot be bound, with the reason
   */
  static void check(String section, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new Problem(
                  Location.whole("configuration"),
                  section + ".port",
                  "is "
                      + port
                      + ", and "
                      + host
                      + ":"
                      + port
                      + " cannot be bound: "
                      + e.getMessage(),
                  "expected a port that is free, or 0 for any")));
    }
  }
}
