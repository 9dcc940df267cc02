package io.patternsdk.http;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.lifecycle.config.AuthConfig;
import io.patternsdk.lifecycle.config.HttpConfig;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Who may pass.
 *
 * @param authenticator finds out who it is
 * @param authorizer decides what he may do
 */
record Doorkeeper(Authenticator authenticator, Authorizer authorizer) {

  /** Returns one that lets everybody pass. */
  static Doorkeeper none() {
    return new Doorkeeper(Authenticator.anybody(), Authorizer.everything());
  }

  /**
   * Returns the one that is configured.
   *
   * @throws ConfigException if what checks tokens is not installed
   */
  static Doorkeeper of(HttpConfig http, Clock clock) {
    if (http.auth().isPresent()) {
      AuthConfig auth = http.auth().get();
      return new Doorkeeper(provider().authenticator(auth, clock), Rules.of(auth.rules().values()));
    }
    Authenticator token =
        http.token().<Authenticator>map(BearerToken::new).orElse(Authenticator.anybody());
    return new Doorkeeper(token, Authorizer.everything());
  }

  private static AuthenticatorProvider provider() {
    return ServiceLoader.load(AuthenticatorProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    List.of(
                        new Problem(
                            Location.whole("configuration"),
                            "http.auth",
                            "needs io.patternsdk:sdk-security, which is not on the class path",
                            "add it, or set http.token"))));
  }

  Caller admit(Request request, String method, List<String> path) {
    Caller caller = authenticator.authenticate(request);
    authorizer.authorize(caller, method, path);
    return caller;
  }
}
