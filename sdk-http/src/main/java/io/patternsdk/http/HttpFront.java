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
  private final Doorkeeper.Given given;
  private volatile @Nullable Sockets sockets;
  private volatile Auditor auditor = Auditor.none();

  private HttpFront(Function<? super P, Routes> routesOf, Doorkeeper.Given given) {
    this.routesOf = routesOf;
    this.given = given;
  }

  /** Returns a front with the routes that are made for the running pattern. */
  public static <P extends Pattern> HttpFront<P> routes(Function<? super P, Routes> routesOf) {
    return new HttpFront<>(
        routesOf, new Doorkeeper.Given(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** Asks {@code authenticator} before every route, in place of what is configured. */
  public HttpFront<P> authenticator(Authenticator authenticator) {
    return with(Optional.of(authenticator), given.authorizer(), given.auditor());
  }

  /** Asks {@code authorizer} before every route, in place of the configured rules. */
  public HttpFront<P> authorizer(Authorizer authorizer) {
    return with(given.authenticator(), Optional.of(authorizer), given.auditor());
  }

  /**
   * Has {@code auditor} record what is asked for, in place of what is configured. It is closed with
   * the front.
   */
  public HttpFront<P> auditor(Auditor auditor) {
    return with(given.authenticator(), given.authorizer(), Optional.of(auditor));
  }

  private HttpFront<P> with(
      Optional<Authenticator> authenticator,
      Optional<Authorizer> authorizer,
      Optional<Auditor> auditor) {
    return new HttpFront<>(routesOf, new Doorkeeper.Given(authenticator, authorizer, auditor));
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
    Doorkeeper keeper = Doorkeeper.of(running, given);
    auditor = keeper.auditor();
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
    try {
      end();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end() {
    Sockets sockets = this.sockets;
    try {
      if (sockets != null) {
        sockets.close();
      }
    } finally {
      auditor.close();
    }
  }
}
