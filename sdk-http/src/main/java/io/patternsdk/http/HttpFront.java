package io.patternsdk.http;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP front of a pattern: its routes with health and readiness on one port, metrics on
 * another, and all but the routes on a third for whoever has no token, as the configuration's
 * {@code http}, {@code observability.metrics} and {@code http.probes} say.
 *
 * @param <P> the pattern's own type
 */
public final class HttpFront<P extends Pattern> implements RunnerService<P> {
  private final Function<? super P, Routes> routesOf;
  private final Optional<Authenticator> authenticator;
  private volatile @Nullable Sockets sockets;

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
    Sockets.warmUp();
  }

  @Override
  public String start(RunningPattern<P> running) {
    Authenticator asked = authenticator.orElseGet(() -> configured(running.config().http()));
    Sockets sockets = new Sockets(running);
    this.sockets = sockets;
    return sockets.open(routesOf.apply(running.pattern()), asked);
  }

  private static Authenticator configured(HttpConfig http) {
    return http.token().<Authenticator>map(BearerToken::new).orElse(Authenticator.anybody());
  }

  @Override
  public void announceStop() {
    Sockets sockets = this.sockets;
    if (sockets != null) {
      sockets.traffic().announceEnd();
    }
  }

  @Override
  public void stopIntake() {
    Sockets sockets = this.sockets;
    if (sockets != null) {
      sockets.traffic().stop();
    }
  }

  @Override
  public void drain(Deadline deadline) {
    Sockets sockets = this.sockets;
    try {
      if (sockets != null) {
        boolean unused = sockets.traffic().requests().await(deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long inFlight() {
    Sockets sockets = this.sockets;
    return sockets == null ? 0 : sockets.traffic().requests().count();
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // the web server would refuse to stop
    Sockets sockets = this.sockets;
    if (sockets != null) {
      sockets.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
