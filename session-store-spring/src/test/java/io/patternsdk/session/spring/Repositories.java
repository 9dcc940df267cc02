package io.patternsdk.session.spring;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.session.SessionStore;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.springframework.session.events.AbstractSessionEvent;

/** Repositories of processes that share a backend, and what each of them is told. */
final class Repositories implements AutoCloseable {
  static final String SECRET = "a secret of more than 32 characters";
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final String driver;
  final SessionStore store;
  final StoredSessionRepository one;
  final StoredSessionRepository two;
  final List<AbstractSessionEvent> heard = new CopyOnWriteArrayList<>();
  final List<AbstractSessionEvent> heardByTwo = new CopyOnWriteArrayList<>();

  Repositories(String driver) {
    this.driver = driver;
    String namespace = "spring" + Long.toString(System.nanoTime(), 36);
    Backend backend = open(namespace);
    this.store = store(backend);
    this.one = repository(store, heard, UnaryOperator.identity());
    this.two = repository(store(backend), heardByTwo, UnaryOperator.identity());
  }

  /** Returns another one on the store of the first, to whose events nobody listens. */
  StoredSessionRepository with(UnaryOperator<StoredSessionRepository.Builder> changed) {
    return repository(store, new CopyOnWriteArrayList<>(), changed);
  }

  /** Returns one of another application on the same server. */
  StoredSessionRepository ofAnotherApplication() {
    return repository(
        store(open("another" + NAMESPACES.incrementAndGet())),
        new CopyOnWriteArrayList<>(),
        UnaryOperator.identity());
  }

  private static StoredSessionRepository repository(
      SessionStore store,
      List<AbstractSessionEvent> heard,
      UnaryOperator<StoredSessionRepository.Builder> changed) {
    return changed
        .apply(
            StoredSessionRepository.builder(
                store, event -> heard.add((AbstractSessionEvent) event)))
        .build();
  }

  private Backend open(String namespace) {
    Map<String, ?> settings =
        driver.equals("redis") ? Map.of("addresses", RedisServer.shared().uri()) : Map.of();
    Backend backend =
        DriverRegistry.load()
            .open(driver, BackendOptions.named(driver).settings(settings).namespace(namespace));
    opened.push(backend::close);
    return backend;
  }

  private SessionStore store(Backend backend) {
    // on a server all is encrypted, so that a driver of each kind is used with each kind of value
    Map<String, ?> keys =
        driver.equals("redis") ? Map.of("keys", Map.of("k1", "1".repeat(64))) : Map.of();
    SessionStore made =
        SessionStore.builder()
            .region(backend)
            .secret(SECRET)
            .settings(keys)
            .sweepInterval(Duration.ofMillis(50))
            .touchInterval(Duration.ofMillis(1))
            .maxPageSize(3)
            .start();
    opened.push(made::close);
    return made;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
