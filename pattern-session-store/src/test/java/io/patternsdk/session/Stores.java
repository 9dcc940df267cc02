package io.patternsdk.session;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RedisServer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two stores on one backend in a namespace of their own, as two processes have them. */
final class Stores implements AutoCloseable {
  static final String SECRET = "a secret of more than 32 characters";
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final Deque<Runnable> opened = new ArrayDeque<>();
  final SessionStore one;
  final SessionStore two;

  Stores(String driver) {
    String namespace = "s" + Long.toString(System.nanoTime(), 36) + NAMESPACES.incrementAndGet();
    Backend first = open(driver, namespace);
    Backend second = driver.equals("embedded") ? first : open(driver, namespace);
    // on one of the servers all is encrypted
    Map<String, ?> keys =
        driver.equals("postgres") ? Map.of("keys", Map.of("k1", "1".repeat(64))) : Map.of();
    this.one = store(first, keys);
    this.two = store(second, keys);
  }

  private Backend open(String driver, String namespace) {
    Map<String, ?> settings =
        switch (driver) {
          case "redis" -> Map.of("addresses", RedisServer.shared().uri());
          case "postgres" -> Map.of("addresses", PostgresServer.shared().uri());
          case "nats" -> Map.of("url", NatsServer.shared().uri());
          default -> Map.of();
        };
    Backend backend =
        DriverRegistry.load()
            .open(driver, BackendOptions.named(driver).settings(settings).namespace(namespace));
    opened.push(backend::close);
    return backend;
  }

  private SessionStore store(Backend backend, Map<String, ?> keys) {
    SessionStore store =
        SessionStore.builder().region(backend).secret(SECRET).settings(keys).start();
    opened.push(store::close);
    return store;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
