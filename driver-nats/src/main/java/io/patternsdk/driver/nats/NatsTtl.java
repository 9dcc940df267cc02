package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Values that the server drops by its own clock. A new TTL writes the value again. */
final class NatsTtl implements KeyValueTtl {
  private final Store store;
  private final KeySubjects keys;

  NatsTtl(Store store, KeySubjects keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    Deadline deadline = store.link().begin();
    var unused = store.publish(keys.subject(key), Ttls.headers(ttl), value, deadline);
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    return rewrite(key, found -> true, Ttls.headers(ttl));
  }

  @Override
  public boolean persist(String key) {
    return rewrite(key, found -> Ttls.of(found).isPresent(), null);
  }

  private boolean rewrite(String key, Predicate<Stored> wanted, @Nullable Headers headers) {
    Deadline deadline = store.link().begin();
    String subject = keys.subject(key);
    while (true) {
      Optional<Stored> found =
          store.last(subject, deadline).filter(s -> !s.deleted()).filter(wanted);
      if (found.isEmpty()) {
        return false;
      }
      Stored old = found.get();
      if (store.publishIf(old.sequence(), subject, headers, old.data(), deadline).isPresent()) {
        return true;
      }
    }
  }

  @Override
  public Optional<Duration> ttl(String key) {
    Deadline deadline = store.link().begin();
    Optional<Stored> found = store.last(keys.subject(key), deadline).filter(s -> !s.deleted());
    Optional<Duration> ttl = found.flatMap(Ttls::of);
    if (found.isEmpty() || ttl.isEmpty()) {
      return Optional.empty();
    }
    ZonedDateTime end = found.get().time().plus(ttl.get());
    Duration left = Duration.between(serverTime(deadline), end);
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  private ZonedDateTime serverTime(Deadline deadline) {
    return store
        .with(deadline, () -> store.api().info(store.name(), deadline))
        .map(io.nats.client.api.StreamInfo::getTimestamp)
        .orElseThrow(() -> NatsErrors.corrupt("the stream " + store.name() + " is gone"));
  }
}
