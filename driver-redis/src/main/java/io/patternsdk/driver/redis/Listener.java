package io.patternsdk.driver.redis;

/** Takes what a {@link Feed} brings, on the client's thread: it must not block. */
interface Listener {
  /** Takes a message from a channel. */
  void message(String channel, byte[] body);

  /** Learns that the connection was lost and the feed is back. */
  void reconnected();
}
