package io.patternsdk.testkit.server;

/** A server that a test may end and start again; every {@link TestServer} is one. */
public interface Breakable {
  /** The address for clients. */
  String host();

  /** The port for clients; stays the same over restarts. */
  int port();

  /** Ends the server as kill -9 does, and returns when it is gone. */
  void kill();

  /** Starts the server again on its port and data, and returns when it is ready. */
  void restart();
}
