package io.patternsdk.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The keys that an issuer publishes. They are kept for a while; a token with a key that is not
 * among them has them read anew, but not more often than now and then, whatever is sent; and while
 * they cannot be read, those of before hold for some time.
 */
final class RemoteKeys implements KeySource {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final Duration REFRESH = Duration.ofSeconds(15);

  private final JWKSetSource<SecurityContext> source;
  private final Clock clock;

  RemoteKeys(JWKSetSource<SecurityContext> published, Clock clock) {
    this.clock = clock;
    this.source =
        new CachingJWKSetSource<>(
            new OutageTolerantJWKSetSource<>(
                new RateLimitedJWKSetSource<>(published, BETWEEN.toMillis(), event -> {}),
                OUTAGE.toMillis(),
                event -> {}),
            KEPT.toMillis(),
            REFRESH.toMillis(),
            event -> {});
  }

  @Override
  public List<JWK> select(JWKSelector selector) {
    try {
      JWKSet known = read(JWKSetCacheRefreshEvaluator.noRefresh());
      List<JWK> keys = selector.select(known);
      return keys.isEmpty() ? selector.select(newer(known)) : keys;
    } catch (KeySourceException e) {
      throw new KeysUnavailableException("the keys of the issuer cannot be read", e);
    }
  }

  private JWKSet newer(JWKSet known) throws KeySourceException {
    try {
      return read(JWKSetCacheRefreshEvaluator.referenceComparison(known));
    } catch (RateLimitReachedException recently) {
      return known; // as new as they may be: a token with an unknown key is refused
    }
  }

  private JWKSet read(JWKSetCacheRefreshEvaluator evaluator) throws KeySourceException {
    return source.getJWKSet(evaluator, clock.now().toEpochMilli(), null);
  }
}
