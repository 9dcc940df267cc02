package io.patternsdk.http;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Who may pass.
 *
 * @param authenticator finds out who it is
 * @param authorizer decides what he may do
 * @param auditor records it
 * @param demands what it demands of callers; empty where that is nothing, or only whoever gave it
 *     knows
 */
record Doorkeeper(
    Authenticator authenticator,
    Authorizer authorizer,
    Auditor auditor,
    Optional<Demands> demands) {

  /** Returns one that lets everybody pass. */
  static Doorkeeper none() {
    return new Doorkeeper(
        Authenticator.anybody(), Authorizer.everything(), Auditor.none(), Optional.empty());
  }

  /** What somebody has in place of what is configured. */
  record Given(
      Optional<Authenticator> authenticator,
      Optional<Authorizer> authorizer,
      Optional<Auditor> auditor) {}

  /**
   * Returns the one that is configured, but for what is given.
   *
   * @throws ConfigException if what it needs is not installed, or cannot be used
   */
  static Doorkeeper of(RunningPattern<?> running, Given given) {
    HttpConfig http = running.config().http();
    boolean configured = given.authenticator().isEmpty() && given.authorizer().isEmpty();
    return new Doorkeeper(
        given.authenticator().orElseGet(() -> authenticator(http, running.clock())),
        given.authorizer().orElseGet(() -> authorizer(http)),
        given.auditor().orElseGet(() -> auditor(http, running)),
        configured ? Demands.of(http) : Optional.empty());
  }

  private static Authenticator authenticator(HttpConfig http, Clock clock) {
    return http.auth()
        .map(auth -> checksTokens().authenticator(auth, clock))
        .or(() -> http.token().map(BearerToken::new))
        .orElse(Authenticator.anybody());
  }

  private static Authorizer authorizer(HttpConfig http) {
    return http.auth().map(auth -> Rules.of(auth.rules().values())).orElse(Authorizer.everything());
  }

  private static Auditor auditor(HttpConfig http, RunningPattern<?> running) {
    return http.audit()
        .map(audit -> records().auditor(audit, running.clock(), running.meters()))
        .orElse(Auditor.none());
  }

  private static AuthenticatorProvider checksTokens() {
    return ServiceLoader.load(AuthenticatorProvider.class)
        .findFirst()
        .orElseThrow(() -> missing("http.auth", "add it, or set http.token"));
  }

  private static AuditorProvider records() {
    return ServiceLoader.load(AuditorProvider.class)
        .findFirst()
        .orElseThrow(() -> missing("http.audit", "add it, or leave http.audit out"));
  }

  private static ConfigException missing(String section, String instead) {
    return new ConfigException(
        List.of(
            new Problem(
                Location.whole("configuration"),
                section,
                "needs io.patternsdk:sdk-security, which is not on the class path",
                instead)));
  }

  /**
   * Lets a request pass, and begins the record of it.
   *
   * @param path the decoded segments of its path
   * @throws HttpProblem if it does not pass
   */
  Auditor.Admitted admit(Request request, Auditor.Asked asked, List<String> path) {
    Caller caller = Caller.anybody();
    try {
      caller = authenticator.authenticate(request);
      request.admitted(caller);
      authorizer.authorize(caller, asked.method(), path);
    } catch (RuntimeException refused) {
      auditor.refused(asked, caller, refused instanceof HttpProblem p ? p.status() : 500);
      throw refused;
    }
    return auditor.admitted(asked, caller);
  }
}
