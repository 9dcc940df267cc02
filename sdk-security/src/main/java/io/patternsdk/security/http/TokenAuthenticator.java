package io.patternsdk.security.http;

import io.patternsdk.http.Authenticator;
import io.patternsdk.http.Caller;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Request;
import io.patternsdk.security.AccessToken;
import io.patternsdk.security.InvalidTokenException;
import io.patternsdk.security.KeysUnavailableException;
import io.patternsdk.security.TokenValidator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets in who bears a token that a validator accepts (RFC 6750), and says to others why not. While
 * the issuer's keys cannot be read, nobody is told that his token is wrong: it may be right.
 */
public final class TokenAuthenticator implements Authenticator {
  private static final Logger LOG = System.getLogger(TokenAuthenticator.class.getName());
  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "WWW-Authenticate";

  private final TokenValidator validator;
  private final AtomicBoolean lost = new AtomicBoolean();

  /** Creates one that asks a validator. */
  public TokenAuthenticator(TokenValidator validator) {
    this.validator = validator;
  }

  @Override
  public Caller authenticate(Request request) {
    String header = request.header("Authorization").orElse("");
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthorized("send Authorization: Bearer with a token").header(CHALLENGE, "Bearer");
    }
    try {
      AccessToken token = validator.validate(header.substring(SCHEME.length()).strip());
      if (lost.compareAndSet(true, false)) {
        LOG.log(Level.INFO, "the issuer's keys can be read again");
      }
      return new Caller(token.subject(), token.roles(), token.scopes());
    } catch (InvalidTokenException e) {
      throw unauthorized(String.valueOf(e.getMessage()))
          .header(CHALLENGE, "Bearer error=\"invalid_token\"");
    } catch (KeysUnavailableException e) {
      if (lost.compareAndSet(false, true)) {
        LOG.log(Level.ERROR, "nobody is let in: " + e.getMessage() + ": " + e.getCause());
      }
      throw HttpProblem.of(503, "Service Unavailable", "no token can be checked at the moment")
          .code("unavailable")
          .header("Retry-After", "1");
    }
  }

  private static HttpProblem unauthorized(String detail) {
    return HttpProblem.of(401, "Unauthorized", detail);
  }
}
