package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.Breakable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What one case of faults is about: a backend behind a proxy, in a namespace of its own. What it
 * hands out is opened when it is first asked for and closed after the case.
 */
final class FaultSubject implements CaseSubject {
  static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(2);
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(20));

  private final DriverProvider provider;
  private final Breakable server;
  private final BiFunction<String, Integer, Map<String, ?>> settings;
  private final String namespace = Session.randomName();
  private final Deque<Backend> backends = new ArrayDeque<>();
  private final TcpProxy proxy;

  FaultSubject(
      DriverProvider provider,
      Breakable server,
      BiFunction<String, Integer, Map<String, ?>> settings) {
    this.provider = provider;
    this.server = server;
    this.settings = settings;
    this.proxy = TcpProxy.to(server.host(), server.port());
  }

  TcpProxy proxy() {
    return proxy;
  }

  Breakable server() {
    return server;
  }

  /** Opens a backend behind the proxy. */
  Backend backend() {
    return kept(open());
  }

  /** Opens a backend past the proxy that sees the same. */
  Backend direct() {
    return kept(open(server.host(), server.port()));
  }

  /** Opens a backend behind the proxy that the caller closes. */
  Backend open() {
    return open(proxy.host(), proxy.port());
  }

  private Backend open(String host, int port) {
    DriverContext context =
        BackendOptions.named("faults")
            .settings(settings.apply(host, port))
            .namespace(namespace)
            .operationTimeout(OPERATION_TIMEOUT)
            .toContext();
    return Backend.of(provider.open(context), context);
  }

  private Backend kept(Backend backend) {
    backends.push(backend);
    return backend;
  }

  /** The bounded wait for what has to come back. */
  Eventually soon() {
    return SOON;
  }

  Inbox inbox() {
    return new Inbox(SOON, text -> {});
  }

  @Override
  public void close() {
    backends.forEach(Backend::close);
    proxy.close();
  }
}
