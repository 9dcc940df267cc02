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
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.lifecycle.config.HttpConfig.Tls;
import java.time.Duration;

/** The sockets of the web server. */
final class Listeners {
  private static final Duration NEVER = Duration.ofDays(10_000);

  private final RunningPattern<?> running;
  private final HttpConfig http;
  private final WebServerConfig.Builder server = WebServer.builder();

  Listeners(RunningPattern<?> running) {
    this.running = running;
    this.http = running.config().http();
    server.shutdownHook(false).featuresDiscoverServices(false);
  }

  /** Loads the classes of the web server, while nothing else is to be done. */
  static void warmUp() {
    WebServer.builder().featuresDiscoverServices(false).port(0).buildPrototype();
  }

  /** Sets the socket of the pattern's routes, as {@code http} says. */
  void main(Door door) {
    server.port(http.port()).host(http.host());
    http.tls().ifPresent(tls -> server.tls(tls(tls)));
    limit(server, door);
  }

  /** Adds one more socket, which the server is asked for by its name. */
  void add(String name, String host, int port, boolean tls, Door door) {
    ListenerConfig.Builder socket = ListenerConfig.builder().port(port).host(host);
    http.tls().filter(files -> tls).ifPresent(files -> socket.tls(tls(files)));
    limit(socket, door);
    server.putSocket(name, socket.build());
  }

  WebServer start() {
    return server.build().start();
  }

  private void limit(ListenerConfig.BuilderBase<?, ?> socket, Door door) {
    int head = 4 * http.maxHeaders(); // so that Exchanges is who refuses what is over the limit
    Http1Config.Builder http1 = Http1Config.builder().maxHeadersSize(head).maxPrologueLength(head);
    socket.routing(HttpRouting.builder().any(new Exchanges(door, running)));
    socket.protocolsDiscoverServices(false);
    socket.addConnectionSelector(new Wires(http1, door.traffic(), http.maxBody()));
    socket.maxTcpConnections(door.traffic().patience().most());
    socket.idleConnectionTimeout(NEVER); // a wire knows better what is idle
    socket.errorHandling(handling -> handling.includeEntity(true));
    // Else the end of a longer answer waits until the client has acknowledged its head: 40 ms.
    socket.connectionOptions(options -> options.tcpNoDelay(true));
    DirectHandlers.Builder direct = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      direct.addHandler(type, new RefusedRequest());
    }
    socket.directHandlers(direct.build());
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
