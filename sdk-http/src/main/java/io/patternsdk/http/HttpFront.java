package io.patternsdk.http;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
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
  private final Optional<Authorizer> authorizer;
  private volatile @Nullable Sockets sockets;

  private HttpFront(
      Function<? super P, Routes> routesOf,
      Optional<Authenticator> authenticator,
      Optional<Authorizer> authorizer) {
    this.routesOf = routesOf;
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  /** Returns a front with the routes that are made for the running pattern. */
  public static <P extends Pattern> HttpFront<P> routes(Function<? super P, Routes> routesOf) {
    return new HttpFront<>(routesOf, Optional.empty(), Optional.empty());
  }

  /** Asks {@code authenticator} before every route, in place of what is configured. */
  public HttpFront<P> authenticator(Authenticator authenticator) {
    return new HttpFront<>(routesOf, Optional.of(authenticator), authorizer);
  }

  /** Asks {@code authorizer} before every route, in place of the configured rules. */
  public HttpFront<P> authorizer(Authorizer authorizer) {
    return new HttpFront<>(routesOf, authenticator, Optional.of(authorizer));
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
    Doorkeeper configured = Doorkeeper.of(running.config().http(), running.clock());
    Doorkeeper keeper =
        new Doorkeeper(
            authenticator.orElse(configured.authenticator()),
            authorizer.orElse(configured.authorizer()));
    Sockets sockets = new Sockets(running);
    this.sockets = sockets;
    return sockets.open(routesOf.apply(running.pattern()), keeper);
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
