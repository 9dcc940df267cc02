package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.WebServer;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.MetricsText;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.lifecycle.config.MetricsConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP front of a pattern: its routes with health and readiness on one port, metrics on
 * another, as the configuration's {@code http} and {@code observability.metrics} say.
 *
 * @param <P> the pattern's own type
 */
public final class HttpFront<P extends Pattern> implements RunnerService<P> {
  private final Function<? super P, Routes> routesOf;
  private final Optional<Authenticator> authenticator;
  private volatile @Nullable Traffic traffic;
  private @Nullable WebServer server;

  private HttpFront(Function<? super P, Routes> routesOf, Optional<Authenticator> authenticator) {
    this.routesOf = routesOf;
    this.authenticator = authenticator;
  }

  /** Returns a front with the routes that are made for the running pattern. */
  public static <P extends Pattern> HttpFront<P> routes(Function<? super P, Routes> routesOf) {
    return new HttpFront<>(routesOf, Optional.empty());
  }

  /** Asks {@code authenticator} before every route, in place of the configured bearer token. */
  public HttpFront<P> authenticator(Authenticator authenticator) {
    return new HttpFront<>(routesOf, Optional.of(authenticator));
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void prepare(RunnerConfig config) {
    Listeners.warmUp();
  }

  @Override
  public String start(RunningPattern<P> running) {
    HttpConfig http = running.config().http();
    Authenticator asked =
        authenticator.orElseGet(
            () ->
                http.token().<Authenticator>map(BearerToken::new).orElse(Authenticator.anybody()));
    Binding.check("http", http.host(), http.port());
    Traffic traffic = new Traffic(new Patience(http));
    this.traffic = traffic;
    Listeners listeners = new Listeners(http, running.tracing(), asked, traffic);
    Routes routes = routesOf.apply(running.pattern());
    listeners.main(routes, probes(running));
    MetricsConfig metrics = running.config().observability().metrics();
    Optional<MetricsText> text = running.metrics();
    if (text.isPresent()) {
      Binding.check("observability.metrics", metrics.host(), metrics.port());
      listeners.metrics(metrics, metricsRoute(metrics, text.get()));
    }
    WebServer started = listeners.start();
    server = started;
    if (!started.isRunning()) {
      throw new IllegalStateException("the web server did not start; the log says why");
    }
    traffic.begin();
    String scheme = http.tls().isPresent() ? "https://" : "http://";
    String line = scheme + address(http.host(), started.port());
    return text.isEmpty()
        ? line
        : line
            + ", metrics "
            + scheme
            + address(metrics.host(), started.port(Listeners.METRICS))
            + metrics.path();
  }

  @Override
  public void stopIntake() {
    if (traffic != null) {
      traffic.stop();
    }
  }

  @Override
  public void drain(Deadline deadline) {
    try {
      if (traffic != null) {
        traffic.await(deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long inFlight() {
    Traffic traffic = this.traffic;
    return traffic == null ? 0 : traffic.requests();
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // the web server would refuse to stop
    if (server != null) {
      server.stop();
    }
    if (traffic != null) {
      traffic.end();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Routes probes(RunningPattern<?> running) {
    Routes.Builder probes = Routes.builder();
    new Probes(running).addTo(probes);
    return probes.build();
  }

  private static Routes metricsRoute(MetricsConfig metrics, MetricsText source) {
    return Routes.builder()
        .get(
            metrics.path(),
            request -> {
              MetricsText.Page page = source.read(request.header("Accept").orElse(""));
              return Response.of(200, page.contentType(), page.text().getBytes(UTF_8));
            })
        .build();
  }

  private static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
