package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Values in memory, whose answers can be lost and whose calls can fail. Thread-safe. */
final class CasStore implements KeyValueCas {
  private final Map<String, Versioned> values = new HashMap<>();
  private long writes;
  private boolean down;
  private int lostAnswers;
  private Runnable meanwhile = () -> {};
  private int lostRequests;

  /** The next so many writes happen, but nobody is told. */
  synchronized void loseAnswers(int count) {
    lostAnswers = count;
  }

  /** The next write happens, nobody is told, and before anybody asks this happens too. */
  synchronized void loseAnswer(Runnable meanwhile) {
    lostAnswers = 1;
    this.meanwhile = meanwhile;
  }

  /** The next so many writes do not happen, but nobody knows. */
  synchronized void loseRequests(int count) {
    lostRequests = count;
  }

  synchronized void down(boolean down) {
    this.down = down;
  }

  synchronized long writes() {
    return writes;
  }

  @Override
  public synchronized Optional<Version> setIfAbsent(String key, byte[] value) {
    return write(() -> values.containsKey(key) ? Optional.empty() : stored(key, value));
  }

  @Override
  public synchronized Optional<Versioned> getVersioned(String key) {
    requireUp();
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public synchronized Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return write(() -> has(key, expected) ? stored(key, value) : Optional.empty());
  }

  @Override
  public synchronized boolean compareAndDelete(String key, Version expected) {
    return write(() -> has(key, expected) && values.remove(key) != null);
  }

  private boolean has(String key, Version expected) {
    Versioned now = values.get(key);
    return now != null && now.version().equals(expected);
  }

  private Optional<Version> stored(String key, byte[] value) {
    Version version = new Version(Long.toString(++writes));
    values.put(key, new Versioned(value.clone(), version));
    return Optional.of(version);
  }

  private <T> T write(Supplier<T> change) {
    requireUp();
    if (lostRequests > 0) {
      lostRequests--;
      throw new BackendException(ErrorKind.TIMED_OUT, "the request was lost");
    }
    T answer = change.get();
    if (lostAnswers > 0) {
      lostAnswers--;
      Runnable first = meanwhile;
      meanwhile = () -> {};
      first.run();
      throw new BackendException(ErrorKind.TIMED_OUT, "the answer was lost");
    }
    return answer;
  }

  private void requireUp() {
    if (down) {
      throw new BackendException(ErrorKind.UNAVAILABLE, "down");
    }
  }
}
