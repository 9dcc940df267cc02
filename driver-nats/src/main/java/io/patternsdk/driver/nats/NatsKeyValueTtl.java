package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Values that the server drops by its own clock. A new TTL writes the value again. */
final class NatsKeyValueTtl implements KeyValueTtl {
  private final NatsKeys keys;

  NatsKeyValueTtl(NatsKeys keys) {
    this.keys = keys;
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    var unused = keys.stream().put(keys.subject(key), Ttls.headers(ttl), value, keys.begin());
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    return rewrite(key, found -> true, Ttls.headers(ttl));
  }

  @Override
  public boolean persist(String key) {
    return rewrite(key, found -> Ttls.of(found).isPresent(), null);
  }

  private boolean rewrite(String key, Predicate<StoredMessage> wanted, @Nullable Headers headers) {
    Deadline deadline = keys.begin();
    while (true) {
      Optional<StoredMessage> found = keys.find(key, deadline).filter(wanted);
      if (found.isEmpty()) {
        return false;
      }
      StoredMessage old = found.get();
      if (keys.stream()
          .putIf(old.sequence(), old.subject(), headers, old.data(), deadline)
          .isPresent()) {
        return true;
      }
    }
  }

  @Override
  public Optional<Duration> ttl(String key) {
    Deadline deadline = keys.begin();
    Optional<Instant> end =
        keys.find(key, deadline).flatMap(found -> Ttls.of(found).map(found.time()::plus));
    return end.map(instant -> Duration.between(serverTime(deadline), instant))
        .filter(Duration::isPositive);
  }

  private Instant serverTime(Deadline deadline) {
    ServerStream stream = keys.stream();
    var shown =
        stream
            .connections()
            .manage(deadline, streams -> streams.getStreamInfo(stream.name()))
            .getTimestamp();
    if (shown == null) {
      throw NatsErrors.corrupt("the server does not tell its time");
    }
    return shown.toInstant();
  }

  /** How the server is told that a message expires: in whole seconds, rounded up. */
  static final class Ttls {
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
    static Optional<Duration> of(StoredMessage stored) {
      String text = stored.headers() == null ? null : stored.headers().getLast(HEADER);
      return Optional.ofNullable(text)
          .map(ttl -> ttl.endsWith("s") ? ttl.substring(0, ttl.length() - 1) : ttl)
          .filter(ttl -> ttl.matches("\\d{1,18}"))
          .map(ttl -> Duration.ofSeconds(Long.parseLong(ttl)));
    }
  }
}
