package io.patternsdk.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import java.util.List;

/** Where the keys of an issuer are. Thread-safe. */
@FunctionalInterface
interface KeySource {

  /**
   * Returns the keys that fit.
   *
   * @throws KeysUnavailableException if no keys can be read
   */
  List<JWK> select(JWKSelector selector);
}
