package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.WebServer;
import io.patternsdk.lifecycle.MetricsText;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.lifecycle.config.MetricsConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets of one process and what is under way on them: the pattern's routes, metrics, and what
 * whoever has no token may ask. Who watches has connections of his own, so that work takes none of
 * them.
 */
final class Sockets {
  private static final String METRICS = "metrics";
  private static final String PROBES = "probes";
  private static final int MOST_WATCHERS = 256;

  private final RunningPattern<?> running;
  private final HttpConfig http;
  private final MetricsConfig metrics;
  private final Traffic work;
  private final Traffic watchers;
  private final List<Runnable> undo = new ArrayList<>();

  Sockets(RunningPattern<?> running) {
    this.running = running;
    this.http = running.config().http();
    this.metrics = running.config().observability().metrics();
    this.work = new Traffic("http.max_connections", new Patience(http, http.maxConnections()));
    this.watchers = new Traffic("of metrics and probes", new Patience(http, MOST_WATCHERS));
  }

  /** Begins to serve, and returns a line that says where. */
  String open(Routes routes, Authenticator authenticator) {
    Listeners listeners = new Listeners(running);
    Binding.check("http", http.host(), http.port());
    listeners.main(main(routes, authenticator));
    if (running.metrics().isPresent()) {
      Binding.check("observability.metrics", metrics.host(), metrics.port());
      Routes.Builder read = Routes.builder();
      addMetrics(read);
      Door door = Door.of(read.build(), authenticator, watchers);
      listeners.add(METRICS, metrics.host(), metrics.port(), true, door);
    }
    http.probes()
        .ifPresent(
            probes -> {
              Binding.check("http.probes", probes.host(), probes.port());
              listeners.add(PROBES, probes.host(), probes.port(), false, probes());
            });
    WebServer server = listeners.start();
    undo.add(server::stop);
    if (!server.isRunning()) {
      throw new IllegalStateException("the web server did not start; the log says why");
    }
    begin(work);
    begin(watchers);
    return where(server);
  }

  private void begin(Traffic traffic) {
    traffic.begin();
    undo.add(traffic::end);
  }

  /** The probes go on when no more work is taken. */
  private Door main(Routes routes, Authenticator authenticator) {
    Routes.Builder probes = Routes.builder();
    new Probes(running).addTo(probes);
    List<Route> all = new ArrayList<>(probes.build().all());
    routes.all().forEach(route -> all.add(route.asWork()));
    return new Door(new RouteTable(List.copyOf(all)), routes, authenticator, work);
  }

  private Door probes() {
    Routes.Builder routes = Routes.builder();
    PublicProbes.addTo(routes, running);
    addMetrics(routes);
    return Door.of(routes.build(), Authenticator.anybody(), watchers);
  }

  private void addMetrics(Routes.Builder routes) {
    running.metrics().ifPresent(text -> routes.get(metrics.path(), request -> page(text, request)));
  }

  private static Response page(MetricsText text, Request request) {
    MetricsText.Page page = text.read(request.header("Accept").orElse(""));
    return Response.of(200, page.contentType(), page.text().getBytes(UTF_8));
  }

  private String where(WebServer server) {
    String scheme = http.tls().isPresent() ? "https://" : "http://";
    StringBuilder line = new StringBuilder(scheme).append(address(http.host(), server.port()));
    if (running.metrics().isPresent()) {
      line.append(", metrics ").append(scheme);
      line.append(address(metrics.host(), server.port(METRICS))).append(metrics.path());
    }
    http.probes()
        .ifPresent(
            probes ->
                line.append(", probes http://")
                    .append(address(probes.host(), server.port(PROBES))));
    return line.toString();
  }

  private static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The requests that are work, and the streams. */
  Traffic work() {
    return work;
  }

  void close() {
    undo.forEach(Runnable::run);
  }
}
