package io.patternsdk.security;

/**
 * The keys of an issuer cannot be read, so nothing can be said of a token: it may be right. Trying
 * again later is safe. The message names the address or file and belongs into a log, not into an
 * answer.
 */
public final class KeysUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeysUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
