package io.patternsdk.driver.redis;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisServer;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A backend behind a proxy, and one past it that sees the same. */
final class Proxied implements AutoCloseable {
  final TcpProxy proxy = TcpProxy.to(RedisServer.shared());
  final BackendOptions options;
  final Backend backend;
  final Backend direct;

  Proxied(Map<String, ?> settings, UnaryOperator<BackendOptions> more) {
    options = more.apply(Backends.options("redis://127.0.0.1:" + proxy.port(), settings));
    backend = Backends.open(options);
    direct =
        Backends.open(
            options.settings(Backends.options(RedisServer.shared().uri()).toContext().settings()));
  }

  @Override
  public void close() {
    backend.close();
    direct.close();
    proxy.close();
  }
}
