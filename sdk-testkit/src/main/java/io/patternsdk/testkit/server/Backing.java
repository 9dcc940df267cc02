package io.patternsdk.testkit.server;

/** What a test server runs on: a process, a container, or somebody else's server. */
interface Backing {
  String host();

  /** The port for clients; stays the same over restarts. */
  int port();

  /** The URI for clients; a server that somebody gave keeps its own scheme. */
  String address(String scheme);

  TestCertificate certificate();

  /** Ends the server at once, as kill -9 does. */
  void kill();

  /** Starts the server again on its port and data, stopping it in good order if it runs. */
  void restart();

  void pause();

  void resume();

  /** The last lines that the server logged. */
  String logTail();

  /** Stops the server and removes its files; repeating it does nothing. */
  void close();
}
