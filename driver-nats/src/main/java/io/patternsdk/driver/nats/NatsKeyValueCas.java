package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.driver.nats.NatsKeyValueTtl.Ttls;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compare-and-set by the number of a value's message, which every write changes. */
final class NatsKeyValueCas implements KeyValueCas, KeyValueCasTtl {
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  private final NatsKeys keys;

  NatsKeyValueCas(NatsKeys keys) {
    this.keys = keys;
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return setIfAbsent(key, value, (Headers) null);
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    return setIfAbsent(key, value, Ttls.headers(ttl));
  }

  private Optional<Version> setIfAbsent(String key, byte[] value, @Nullable Headers headers) {
    Deadline deadline = keys.begin();
    String subject = keys.subject(key);
    OptionalLong first = keys.stream().putIf(0, subject, headers, value, deadline);
    if (first.isPresent()) {
      return version(first);
    }
    // What marks a key as deleted is a message all the same.
    return keys.stream()
        .last(subject, deadline)
        .filter(StoredMessage::deleted)
        .flatMap(
            marker ->
                version(keys.stream().putIf(marker.sequence(), subject, headers, value, deadline)));
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    return keys.find(key, keys.begin())
        .map(s -> new Versioned(s.data(), new Version(Long.toString(s.sequence()))));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return compareAndSet(key, expected, value, (Headers) null);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl) {
    return compareAndSet(key, expected, value, Ttls.headers(ttl));
  }

  private Optional<Version> compareAndSet(
      String key, Version expected, byte[] value, @Nullable Headers headers) {
    Deadline deadline = keys.begin();
    long number = number(expected);
    return number == 0
        ? Optional.empty()
        : version(keys.stream().putIf(number, keys.subject(key), headers, value, deadline));
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    Deadline deadline = keys.begin();
    // A number belongs to one subject for ever: once it is this key's, deleting it is atomic.
    return keys.find(key, deadline)
        .filter(stored -> stored.sequence() == number(expected))
        .map(stored -> keys.delete(stored, deadline))
        .orElse(false);
  }

  private static Optional<Version> version(OptionalLong number) {
    return number.isPresent()
        ? Optional.of(new Version(Long.toString(number.getAsLong())))
        : Optional.empty();
  }

  /** 0, which no message has, for what is no version of ours. */
  private static long number(Version version) {
    String text = version.text();
    return NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
  }
}
