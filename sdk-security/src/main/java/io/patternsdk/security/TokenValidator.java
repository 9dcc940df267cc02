package io.patternsdk.security;

import static java.util.Locale.ROOT;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import io.patternsdk.core.Clock;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.security.InvalidTokenException.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the signed tokens (JWT, RFC 7519) of one issuer that are meant for us, as RFC 8725 asks:
 * only by the algorithms that were set, only by the issuer's own keys, whatever the token's header
 * says. Thread-safe; one is made for the life of a program.
 */
public final class TokenValidator {
  /** What may be set; those with a shared secret or without any are not among them. */
  static final Set<String> ALGORITHMS =
      Collections.unmodifiableSet(
          new TreeSet<>(
              List.of(
                  "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384",
                  "RS512")));

  private static final int LONGEST = 16 << 10;
  private static final int MOST_KEYS = 10;
  private static final int FEWEST_BITS = 2048;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[(0:0:0:0:0:0:0|:):1]");
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final String issuer;
  private final Set<String> audience;
  private final Set<JWSAlgorithm> algorithms;
  private final Duration clockSkew;
  private final String rolesClaim;
  private final Clock clock;
  private final KeySource keys;
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

  private TokenValidator(Builder b) {
    this.issuer = b.issuer.toString();
    this.audience = b.audience;
    this.algorithms = Set.copyOf(b.algorithms.stream().map(JWSAlgorithm::parse).toList());
    this.clockSkew = b.clockSkew;
    this.rolesClaim = b.rolesClaim;
    this.clock = b.clock;
    this.keys =
        b.keyFile != null
            ? new FileKeys(b.keyFile)
            : new RemoteKeys(
                new PublishedKeys(issuer, Optional.ofNullable(b.keys), new Fetch(b.timeout, b.tls)),
                clock);
  }

  /**
   * Starts with one that accepts tokens of an issuer, whose keys are found by OpenID Connect
   * Discovery, signed by RS256, PS256 or ES256.
   *
   * @param issuer what the tokens call it, to the letter; with {@code https}, or on this machine
   */
  public static Builder builder(URI issuer) {
    return new Builder(issuer);
  }

  /**
   * Returns what a token says.
   *
   * @param text the token in its compact form, without {@code Bearer}
   * @throws InvalidTokenException if it is not accepted; saying why
   * @throws KeysUnavailableException if the issuer's keys cannot be read, so that nothing can be
   *     said; those read last hold for four hours of that
   */
  public AccessToken validate(String text) {
    if (text.length() > LONGEST) {
      throw Claims.malformed("it has more than " + LONGEST + " characters");
    }
    JWSObject signed = parse(text);
    verify(signed);
    Claims claims = Claims.parse(signed.getPayload().toBytes());
    check(claims);
    return new AccessToken(claims, rolesClaim);
  }

  private JWSObject parse(String text) {
    JOSEObject parsed;
    try {
      parsed = JOSEObject.parse(text);
    } catch (ParseException e) {
      throw Claims.malformed("it is no JWT");
    }
    if (parsed instanceof PlainObject) {
      throw new InvalidTokenException(Reason.ALGORITHM, "the token is not signed");
    }
    if (!(parsed instanceof JWSObject signed)) {
      throw Claims.malformed("it is encrypted");
    }
    JWSHeader header = signed.getHeader();
    if (!algorithms.contains(header.getAlgorithm())) {
      throw new InvalidTokenException(
          Reason.ALGORITHM, "the token is not signed by " + String.join(" or ", names()));
    }
    boolean critical = header.getCriticalParams() != null;
    if (critical || !header.isBase64URLEncodePayload()) {
      throw Claims.malformed("it has extensions that are not known here");
    }
    if (header.getType() != null && !TYPES.contains(header.getType().getType().toLowerCase(ROOT))) {
      throw Claims.malformed("it is no token of access but of another type");
    }
    return signed;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    algorithms.forEach(algorithm -> names.add(algorithm.getName()));
    return names;
  }

  private void verify(JWSObject signed) {
    JWSHeader header = signed.getHeader();
    List<JWK> fitting =
        keys.select(new JWKSelector(JWKMatcher.forJWSHeader(header))).stream()
            .filter(TokenValidator::strong)
            .limit(MOST_KEYS)
            .toList();
    if (fitting.isEmpty()) {
      throw new InvalidTokenException(Reason.KEY, "the token is signed by no key of the issuer");
    }
    for (JWK key : fitting) {
      if (signedBy(key, signed)) {
        return;
      }
    }
    throw new InvalidTokenException(Reason.SIGNATURE, "the token's signature is wrong");
  }

  private static boolean strong(JWK key) {
    return key instanceof AsymmetricJWK && (!(key instanceof RSAKey) || key.size() >= FEWEST_BITS);
  }

  private boolean signedBy(JWK key, JWSObject signed) {
    try {
      var publicKey = ((AsymmetricJWK) key).toPublicKey();
      return signed.verify(verifiers.createJWSVerifier(signed.getHeader(), publicKey));
    } catch (JOSEException e) { // a key of another kind, or a signature of another form
      return false;
    }
  }

  private void check(Claims claims) {
    if (!claims.text("iss").equals(issuer)) {
      throw new InvalidTokenException(Reason.ISSUER, "the token is of another issuer");
    }
    if (Collections.disjoint(claims.words("aud", false), audience)) {
      throw new InvalidTokenException(Reason.AUDIENCE, "the token is meant for others");
    }
    Instant now = clock.now();
    Instant expires = claims.time("exp").orElseThrow(() -> Claims.malformed("exp is not there"));
    if (!now.minus(clockSkew).isBefore(expires)) {
      throw new InvalidTokenException(Reason.EXPIRED, "the token's time is over");
    }
    for (String begin : List.of("nbf", "iat")) {
      if (claims.time(begin).filter(now.plus(clockSkew)::isBefore).isPresent()) {
        throw new InvalidTokenException(Reason.NOT_YET_VALID, "the token's time has not begun");
      }
    }
  }

  /** Refuses an address from which others on the way could hand out keys of their own. */
  static URI safe(String what, URI uri) {
    String host = String.valueOf(uri.getHost());
    boolean here = LOOPBACK.matcher(host).matches();
    if (!"https".equals(uri.getScheme()) && !(here && "http".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          what + " is " + uri + "; expected https, or http on this machine");
    }
    return uri;
  }

  /** Builds a {@link TokenValidator}; for one thread. */
  public static final class Builder {
    private final URI issuer;
    private Set<String> audience = Set.of();
    private Set<String> algorithms = Set.of("RS256", "PS256", "ES256");
    private Duration clockSkew = Duration.ofSeconds(30);
    private Duration timeout = Duration.ofSeconds(5);
    private String rolesClaim = "roles";
    private Clock clock = Clock.system();
    private @Nullable URI keys;
    private @Nullable Path keyFile;
    private @Nullable SSLContext tls;

    private Builder(URI issuer) {
      this.issuer = safe("the issuer", issuer);
    }

    /** Sets for whom tokens must be meant: one of these. There must be at least one. */
    public Builder audience(String... names) {
      return audience(Arrays.asList(names));
    }

    /** Sets for whom tokens must be meant: one of these. There must be at least one. */
    public Builder audience(Collection<String> names) {
      this.audience = Set.copyOf(names);
      return this;
    }

    /**
     * Sets by which algorithms tokens may be signed.
     *
     * @throws IllegalArgumentException if one is not among RS, PS and ES with 256, 384 or 512
     */
    public Builder algorithms(Collection<String> names) {
      for (String name : names) {
        if (!ALGORITHMS.contains(name)) {
          throw new IllegalArgumentException(
              "algorithm " + name + " is not accepted; expected some of " + ALGORITHMS);
        }
      }
      this.algorithms = Set.copyOf(names);
      return this;
    }

    /** Sets where the issuer publishes its keys, as a JWK set (RFC 7517). */
    public Builder keys(URI jwks) {
      this.keys = safe("the address of keys", jwks);
      return this;
    }

    /** Takes the issuer's keys from a file with a JWK set, read again when it has changed. */
    public Builder keys(Path file) {
      this.keyFile = file;
      return this;
    }

    /** Sets how far the clocks of the issuer and of this machine may differ; 30 s by default. */
    public Builder clockSkew(Duration skew) {
      if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException("clock skew is " + skew + "; expected 0 s to 5 min");
      }
      this.clockSkew = skew;
      return this;
    }

    /** Sets how long reading the keys may take; 5 s by default. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /**
     * Sets the claim with the roles, such as {@code realm_access.roles}; {@code roles} by default.
     */
    public Builder rolesClaim(String path) {
      JsonPath unused = JsonPath.parse(path);
      this.rolesClaim = path;
      return this;
    }

    /** Sets whom to trust where keys are read by TLS; whom the JDK trusts by default. */
    public Builder tls(SSLContext context) {
      this.tls = context;
      return this;
    }

    /** Sets the clock; that of this machine by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Returns the validator. Keys are read with the first token.
     *
     * @throws IllegalArgumentException if no audience or no algorithm is set
     */
    public TokenValidator build() {
      if (audience.isEmpty() || algorithms.isEmpty()) {
        throw new IllegalArgumentException("a validator needs an audience and an algorithm");
      }
      return new TokenValidator(this);
    }
  }
}
