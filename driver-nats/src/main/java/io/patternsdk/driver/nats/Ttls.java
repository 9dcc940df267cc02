package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Optional;

/** How the server is told that a message expires: in whole seconds, rounded up. */
final class Ttls {
  static final Duration STEP = Duration.ofSeconds(1);
  static final String HEADER = "Nats-TTL";

  /** Some 250 years: what fits into the server's nanoseconds. */
  private static final long LONGEST_SECONDS = 8_000_000_000L;

  private Ttls() {}

  static Headers headers(Duration ttl) {
    long seconds = ttl.getSeconds() + (ttl.getNano() > 0 ? 1 : 0);
    return new Headers().put(HEADER, Math.min(seconds, LONGEST_SECONDS) + "s");
  }

  /** The TTL with which a message was stored; empty if it never expires. */
  static Optional<Duration> of(Stored stored) {
    String text = stored.headers() == null ? null : stored.headers().getLast(HEADER);
    return Optional.ofNullable(text)
        .map(ttl -> ttl.endsWith("s") ? ttl.substring(0, ttl.length() - 1) : ttl)
        .filter(ttl -> ttl.matches("\\d{1,18}"))
        .map(ttl -> Duration.ofSeconds(Long.parseLong(ttl)));
  }
}
