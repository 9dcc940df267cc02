package io.patternsdk.http;

import java.util.Set;

/**
 * Who sent a request, as an {@link Authenticator} found out. Immutable.
 *
 * @param subject who it is; empty where nobody was asked
 * @param roles what he is; often empty
 * @param scopes what he was let in for; often empty
 */
public record Caller(String subject, Set<String> roles, Set<String> scopes) {
  private static final Caller ANYBODY = new Caller("", Set.of(), Set.of());

  /** Copies the sets. */
  public Caller {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }

  /** Returns somebody of whom nothing is known. */
  public static Caller anybody() {
    return ANYBODY;
  }
}
