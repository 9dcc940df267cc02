package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.driver.Tls;
import io.patternsdk.lifecycle.MetricsText;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.lifecycle.config.MetricsConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The sockets of one process and what is under way on them: the pattern's routes, metrics, and what
 * whoever has no token may ask. Who watches has connections of his own, so that work takes none of
 * them.
 */
final class Sockets {
  private static final int MOST_WATCHERS = 256;

  /** What accepts and selects; requests have virtual threads. */
  private static final int THREADS = 12;

  private final RunningPattern<?> running;
  private final HttpConfig http;
  private final MetricsConfig metrics;
  private final Traffic traffic = new Traffic();
  private final Server server;
  private final StringBuilder where = new StringBuilder();

  Sockets(RunningPattern<?> running) {
    this.running = running;
    this.http = running.config().http();
    this.metrics = running.config().observability().metrics();
    this.server = new Server(threads());
    server.setHandler(new Exchanges(running, traffic));
    server.setErrorHandler(new Refused(http.maxHeaders()));
  }

  /** Loads the classes of the web server, while nothing else is to be done. */
  static void warmUp() {
    var unused = new Server(threads());
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
    return threads;
  }

  /** Begins to serve, and returns a line that says where. */
  String open(Routes routes, Doorkeeper keeper) {
    try {
      listen("", "http", http.host(), http.port(), true, main(routes, keeper));
      if (running.metrics().isPresent()) {
        Routes.Builder read = Routes.builder();
        addMetrics(read);
        listen(
            ", metrics ",
            "observability.metrics",
            metrics.host(),
            metrics.port(),
            true,
            Door.of(read.build(), keeper));
        where.append(metrics.path());
      }
      http.probes()
          .ifPresent(
              probes ->
                  listen(
                      ", probes ", "http.probes", probes.host(), probes.port(), false, probes()));
      server.start();
      return where.toString();
    } catch (RuntimeException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the web server did not start", e);
    }
  }

  private void listen(
      String what, String section, String host, int port, boolean guarded, Door door) {
    boolean main = section.equals("http");
    boolean tls = guarded && http.tls().isPresent();
    int most = main ? http.maxConnections() : MOST_WATCHERS;
    String setting = main ? "http.max_connections" : "of metrics and probes";
    ListeningSocket listener =
        new ListeningSocket(server, door, http, most, setting, protocols(tls));
    listener.setHost(host);
    listener.setPort(port);
    bind(section, listener);
    where.append(what).append(tls ? "https://" : "http://");
    where.append(host.contains(":") ? "[" + host + "]" : host);
    where.append(':').append(listener.getLocalPort());
  }

  private static void bind(String section, NetworkConnector listener) {
    try {
      listener.open();
    } catch (IOException e) {
      String address = listener.getHost() + ":" + listener.getPort();
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new ConfigException(
          List.of(
              new Problem(
                  Location.whole("configuration"),
                  section + ".port",
                  "is "
                      + listener.getPort()
                      + ", and "
                      + address
                      + " cannot be bound: "
                      + why.getMessage(),
                  "expected a port that is free, or 0 for any")));
    }
  }

  private ConnectionFactory[] protocols(boolean tls) {
    HttpConfiguration config = new HttpConfiguration();
    config.setRequestHeaderSize(http.maxHeaders());
    config.setSendServerVersion(false);
    config.setHeaderCacheSize(0); // it would take 64 kB of the heap for each connection
    config.setHeaderCacheCaseSensitive(true); // else a token in other letters is that of before
    // Segments of a path are decoded one by one and name no file, so none of these is ambiguous.
    config.setUriCompliance(
        UriCompliance.RFC3986.with(
            "segments",
            Violation.AMBIGUOUS_EMPTY_SEGMENT,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.AMBIGUOUS_PATH_PARAMETER,
            Violation.AMBIGUOUS_PATH_SEGMENT,
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.SUSPICIOUS_PATH_CHARACTERS));
    HttpConnectionFactory plain = new HttpConnectionFactory(config);
    if (!tls) {
      return new ConnectionFactory[] {plain};
    }
    HttpConfig.Tls files = http.tls().orElseThrow();
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setSslContext(Tls.system().showing(files.certificate(), files.key()).context());
    SslConnectionFactory outer = new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
    outer.setEnsureSecureRequestCustomizer(false);
    return new ConnectionFactory[] {outer, plain};
  }

  /** The probes go on when no more work is taken. */
  private Door main(Routes routes, Doorkeeper keeper) {
    Routes.Builder probes = Routes.builder();
    new Probes(running).addTo(probes);
    List<Route> all = new ArrayList<>(probes.build().all());
    for (Route route : routes.all()) {
      Route work = route.asWork();
      all.add(keeper.demands().map(work::describing).orElse(work));
    }
    return new Door(new RouteTable(List.copyOf(all)), routes, keeper);
  }

  private Door probes() {
    Routes.Builder routes = Routes.builder();
    PublicProbes.addTo(routes, running);
    addMetrics(routes);
    return Door.of(routes.build(), Doorkeeper.none());
  }

  private void addMetrics(Routes.Builder routes) {
    running.metrics().ifPresent(text -> routes.get(metrics.path(), request -> page(text, request)));
  }

  private static Response page(MetricsText text, Request request) {
    MetricsText.Page page = text.read(request.header("Accept").orElse(""));
    return Response.of(200, page.contentType(), page.text().getBytes(UTF_8));
  }

  /** What is under way. */
  Traffic traffic() {
    return traffic;
  }

  /** Ends everything, whatever is under way. */
  void close() {
    try {
      server.stop();
      for (var connector : server.getConnectors()) {
        ((NetworkConnector) connector).close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the web server did not stop", e);
    }
  }
}
