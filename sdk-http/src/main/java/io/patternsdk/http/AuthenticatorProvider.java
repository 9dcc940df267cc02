package io.patternsdk.http;

import io.patternsdk.core.Clock;
import io.patternsdk.lifecycle.config.AuthConfig;

/**
 * Makes the authenticator that {@code http.auth} asks for; found by {@link
 * java.util.ServiceLoader}, since what checks tokens is a module of its own: sdk-security. It has a
 * public constructor without parameters.
 */
public interface AuthenticatorProvider {

  /** Returns one that lets in whoever bears a token such as {@code auth} says. Asks nobody yet. */
  Authenticator authenticator(AuthConfig auth, Clock clock);
}
