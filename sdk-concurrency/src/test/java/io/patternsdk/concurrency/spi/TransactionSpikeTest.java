package io.patternsdk.concurrency.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.spi.Transactions.Transaction;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.layer.Site;
import io.patternsdk.testkit.MovableClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Transactions through the guard, by a capability that the core does not know. */
class TransactionSpikeTest {
  private final MovableClock clock = MovableClock.create();
  private final Bulkhead bulkhead = Bulkhead.of("values", 1, java.time.Duration.ZERO);
  private final CircuitBreaker breaker =
      CircuitBreaker.named("values").maxFailures(1).clock(clock).build();
  private final Retry retry =
      Retry.named("values").maxAttempts(3).random(() -> 0).clock(clock).build();
  private final Guard guard =
      Guard.builder().retry(retry).bulkhead(bulkhead).breaker(breaker).build();
  private final Map<String, byte[]> stored = new HashMap<>();
  private int losingCommits;
  private int failingWrites;
  private int begun;
  private int writes;
  private final Transactions transactions =
      Transactions.KEYVALUE_TRANSACTIONAL.forward(
          Serializable::new,
          Wiring.at(new Site("values", "postgres"))
              .namespace(Namespace.of("app"))
              .layers(List.of(guard)));

  private final class Serializable implements Transaction, KeyValue {
    private final Map<String, byte[]> changes = new HashMap<>();

    Serializable() {
      begun++;
    }

    @Override
    public KeyValue values() {
      return this;
    }

    @Override
    public void commit() {
      if (losingCommits > 0) {
        losingCommits--;
        throw new BackendException(ErrorKind.ABORTED, "could not serialize access");
      }
      stored.putAll(changes);
    }

    @Override
    public void close() {
      changes.clear();
    }

    @Override
    public Optional<byte[]> get(String key) {
      return Optional.ofNullable(changes.getOrDefault(key, stored.get(key)));
    }

    @Override
    public void set(String key, byte[] value) {
      writes++;
      if (failingWrites > 0) {
        failingWrites--;
        throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "connection lost", null);
      }
      changes.put(key, value);
    }

    @Override
    public boolean delete(String key) {
      return changes.remove(key) != null;
    }

    @Override
    public boolean exists(String key) {
      return get(key).isPresent();
    }
  }

  private String increment() {
    try (Transaction transaction = transactions.begin()) {
      KeyValue values = transaction.values();
      String next = values.get("n").map(n -> new String(n, UTF_8) + "I").orElse("I");
      values.set("n", next.getBytes(UTF_8));
      transaction.commit();
      return next;
    }
  }

  @Test
  void whatHappensInsideTakesNoSecondPlaceAndHasTheNamespace() {
    assertThat(increment()).isEqualTo("I");
    assertThat(stored).containsOnlyKeys("app:n");
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void theWholeIsDoneAgainWhenItWasUndone() {
    losingCommits = 2;
    assertThat(retry.call(this::increment)).isEqualTo("I");
    assertThat(begun).isEqualTo(3);
    assertThat(breaker.state()).as("a lost race is healthy").isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void nothingInsideIsRepeatedByItself() {
    failingWrites = 1;
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(this::increment)
        .withMessage("values (postgres) set: connection lost");
    assertThat(writes).isEqualTo(1);
    assertThat(stored).isEmpty();
    assertThat(breaker.state()).as("heard of it").isEqualTo(BreakerState.OPEN);
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void theChecksOfTheCoreHoldInsideToo() {
    try (Transaction transaction = transactions.begin()) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> transaction.values().get(""))
          .withMessageContaining("key is empty");
    }
  }
}
