package io.patternsdk.http;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.TlsConfig;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.lifecycle.config.HttpConfig.Tls;
import io.patternsdk.lifecycle.config.MetricsConfig;
import io.patternsdk.observability.RequestTracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sockets of the web server, with limits, TLS and authentication the same on each. */
final class Listeners {
  static final String METRICS = "metrics";
  private static final Duration NEVER = Duration.ofDays(10_000);

  private final HttpConfig http;
  private final RequestTracing tracing;
  private final Authenticator authenticator;
  private final Traffic traffic;
  private final WebServerConfig.Builder server = WebServer.builder();

  Listeners(HttpConfig http, RequestTracing tracing, Authenticator authenticator, Traffic traffic) {
    this.http = http;
    this.tracing = tracing;
    this.authenticator = authenticator;
    this.traffic = traffic;
  }

  /** Loads the classes of the web server, while nothing else is to be done. */
  static void warmUp() {
    WebServer.builder().featuresDiscoverServices(false).port(0).buildPrototype();
  }

  /** Adds the socket of the pattern's routes; the probes go on when no more work is taken. */
  void main(Routes routes, Routes probes) {
    List<Route> all = new ArrayList<>(probes.all());
    routes.all().forEach(route -> all.add(route.asWork()));
    server.port(http.port()).host(http.host()).shutdownHook(false).featuresDiscoverServices(false);
    limit(server);
    server.routing(routing(new RouteTable(List.copyOf(all)), routes));
  }

  /** Adds the socket of the metrics. */
  void metrics(MetricsConfig config, Routes routes) {
    ListenerConfig.Builder socket = ListenerConfig.builder();
    socket.port(config.port()).host(config.host());
    limit(socket);
    socket.routing(routing(new RouteTable(routes.all()), routes));
    server.putSocket(METRICS, socket.build());
  }

  WebServer start() {
    return server.build().start();
  }

  private HttpRouting.Builder routing(RouteTable table, Routes routes) {
    return HttpRouting.builder()
        .any(new Exchanges(table, routes, authenticator, tracing, traffic, http));
  }

  private void limit(ListenerConfig.BuilderBase<?, ?> socket) {
    int head = 4 * http.maxHeaders(); // so that Exchanges is who refuses what is over the limit
    Http1Config.Builder http1 = Http1Config.builder().maxHeadersSize(head).maxPrologueLength(head);
    socket.protocolsDiscoverServices(false);
    socket.addConnectionSelector(new Wires(http1, traffic, http.maxBody()));
    socket.maxTcpConnections(http.maxConnections());
    socket.idleConnectionTimeout(NEVER); // a wire knows better what is idle
    socket.errorHandling(handling -> handling.includeEntity(true));
    // Else the end of a longer answer waits until the client has acknowledged its head: 40 ms.
    socket.connectionOptions(options -> options.tcpNoDelay(true));
    DirectHandlers.Builder direct = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      direct.addHandler(type, new RefusedRequest());
    }
    socket.directHandlers(direct.build());
    http.tls().ifPresent(tls -> socket.tls(tls(tls)));
  }

  private static TlsConfig tls(Tls files) {
    Keys keys =
        Keys.builder()
            .pem(
                pem ->
                    pem.key(Resource.create(files.key()))
                        .certChain(Resource.create(files.certificate())))
            .build();
    return TlsConfig.builder().privateKey(keys).privateKeyCertChain(keys).buildPrototype();
  }
}
