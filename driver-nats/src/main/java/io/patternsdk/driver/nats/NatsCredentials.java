package io.patternsdk.driver.nats;

import io.patternsdk.core.config.Secret;

/** Who we are to the server. Secrets are asked for on every connection. */
sealed interface NatsCredentials {

  /** Nobody in particular. */
  record Anonymous() implements NatsCredentials {}

  /**
   * A user with a password.
   *
   * @param username the user
   * @param password the password
   */
  record Password(String username, Secret password) implements NatsCredentials {}

  /**
   * A token that all clients share.
   *
   * @param token the token
   */
  record Token(Secret token) implements NatsCredentials {}

  /**
   * A key pair of Ed25519, of which the server knows the public half.
   *
   * @param seed the private half, as text that begins with {@code SU}
   */
  record NKey(Secret seed) implements NatsCredentials {}

  /**
   * A signed token of a user with its key.
   *
   * @param content what a {@code .creds} file holds
   */
  record Creds(Secret content) implements NatsCredentials {}
}
