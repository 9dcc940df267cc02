package io.patternsdk.security;

import io.patternsdk.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;

/** What a token that was accepted says of its bearer. Immutable. */
public final class AccessToken {
  private final String subject;
  private final String issuer;
  private final Set<String> audience;
  private final Set<String> scopes;
  private final Set<String> roles;
  private final Instant expires;
  private final JsonObject claims;

  AccessToken(Claims claims, String rolesClaim) {
    this.subject = claims.text("sub");
    this.issuer = claims.text("iss");
    this.audience = claims.words("aud", false);
    this.scopes = claims.scopes();
    this.roles = claims.words(rolesClaim, false);
    this.expires = claims.time("exp").orElseThrow();
    this.claims = claims.json();
  }

  /** Returns who bears it ({@code sub}); unique for its issuer only. */
  public String subject() {
    return subject;
  }

  /** Returns who issued it ({@code iss}). */
  public String issuer() {
    return issuer;
  }

  /** Returns for whom it is meant ({@code aud}). */
  public Set<String> audience() {
    return audience;
  }

  /** Returns what it was issued for ({@code scope} of RFC 8693, or {@code scp}); often empty. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Returns the roles of its bearer, from the claim that the validator was told; often empty. */
  public Set<String> roles() {
    return roles;
  }

  /** Returns when its time is over ({@code exp}); the validator's skew is not added. */
  public Instant expires() {
    return expires;
  }

  /** Returns all its claims. They are personal data: log them nowhere. */
  public JsonObject claims() {
    return claims;
  }

  /** Names the subject alone. */
  @Override
  public String toString() {
    return "AccessToken[" + subject + "]";
  }
}
