package io.patternsdk.driver.redis;

import java.time.Duration;
import java.util.Locale;

/** How the servers belong together. */
enum RedisMode {
  /** One server, or one address behind which another becomes the primary. */
  STANDALONE(6379, Duration.ofSeconds(3)),

  /** Keys are spread over several servers, which know of each other. */
  CLUSTER(6379, Duration.ofSeconds(1)),

  /** One primary, which the addresses' servers name. */
  SENTINEL(26379, Duration.ofSeconds(1));

  private final int port;
  private final Duration connectTimeout;

  RedisMode(int port, Duration connectTimeout) {
    this.port = port;
    this.connectTimeout = connectTimeout;
  }

  /** The port of an address that has none. */
  int port() {
    return port;
  }

  /** How long a connection attempt takes at most: short where another server may be asked. */
  Duration connectTimeout() {
    return connectTimeout;
  }

  /** How long opening takes at most: first it is asked which servers there are. */
  Duration opening(Duration connecting) {
    return this == STANDALONE ? connecting : connecting.multipliedBy(3);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
