package io.patternsdk.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.security.InvalidTokenException.Reason;
import io.patternsdk.testkit.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a token must be, and each way that is known of pretending to have one. */
class TokenValidatorTest {
  private static final long NOW = Issuer.NOW.getEpochSecond();

  private final Issuer issuer = new Issuer();
  private final MovableClock clock = MovableClock.at(Issuer.NOW);
  private final TokenValidator validator = builder().build();

  @AfterEach
  void stop() {
    issuer.close();
  }

  private TokenValidator.Builder builder() {
    return TokenValidator.builder(issuer.uri()).audience("here", "there").clock(clock);
  }

  private String signed(UnaryOperator<JsonObjectBuilder> change) {
    JsonObject right = JsonObject.parse(issuer.claims());
    return Issuer.sign(Issuer.KEY, change.apply(right.toBuilder()).build().toString());
  }

  private String without(String claim) {
    JsonObjectBuilder rest = JsonObject.builder();
    JsonObject.parse(issuer.claims())
        .forEach(
            (name, value) -> {
              if (!name.equals(claim)) {
                rest.put(name, value);
              }
            });
    return Issuer.sign(Issuer.KEY, rest.build().toString());
  }

  private void refused(Reason reason, String token) {
    refused(validator, reason, token);
  }

  private static void refused(TokenValidator validator, Reason reason, String token) {
    assertThatThrownBy(() -> validator.validate(token))
        .isInstanceOfSatisfying(
            InvalidTokenException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageNotContaining("alice");
  }

  @Test
  void whatTheTokenSaysIsThere() {
    AccessToken token = validator.validate(Issuer.sign(Issuer.KEY, issuer.claims()));
    assertThat(token.subject()).isEqualTo("alice");
    assertThat(token.issuer()).isEqualTo(issuer.uri().toString());
    assertThat(token.audience()).containsExactly("here");
    assertThat(token.roles()).containsExactly("viewer");
    assertThat(token.scopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(token.expires()).isEqualTo(Issuer.NOW.plusSeconds(600));
    assertThat(token.claims().string("scope")).isEqualTo("a b");
    assertThat(token).hasToString("AccessToken[alice]");
  }

  @Test
  void rolesAndScopesAreWhereTheProviderHasThem() {
    JsonObject roles = JsonObject.builder().put("roles", JsonArray.of("x", "y")).build();
    String token =
        signed(
            c ->
                c.put("realm_access", roles)
                    .put("https://example.com/roles", "z")
                    .put("scope", "")
                    .put("scp", JsonArray.of("s")));
    assertThat(builder().rolesClaim("realm_access.roles").build().validate(token).roles())
        .containsExactlyInAnyOrder("x", "y");
    assertThat(builder().rolesClaim("https://example.com/roles").build().validate(token).roles())
        .containsExactly("z");
    assertThat(builder().rolesClaim("none.such").build().validate(token).roles()).isEmpty();
    assertThat(validator.validate(token).scopes()).containsExactly("s");
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    PlainObject none = new PlainObject(new PlainHeader(), new Payload(issuer.claims()));
    refused(Reason.ALGORITHM, none.serialize());
    String right = Issuer.sign(Issuer.KEY, issuer.claims());
    refused(Reason.MALFORMED, right.substring(0, right.lastIndexOf('.') + 1));
    refused(Reason.MALFORMED, none.serialize() + right.substring(right.lastIndexOf('.') + 1));
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    byte[] key = Issuer.KEY.toRSAPublicKey().getEncoded();
    JWSObject forged =
        new JWSObject(Issuer.header(JWSAlgorithm.HS256, "k1"), new Payload(issuer.claims()));
    forged.sign(new MACSigner(key));
    refused(Reason.ALGORITHM, forged.serialize());
  }

  @Test
  void aSharedSecretAmongTheKeysIsNotUsed() throws Exception {
    OctetSequenceKey shared = new OctetSequenceKey.Builder(new byte[32]).keyID("s").build();
    issuer.keys = "{\"keys\":[" + shared.toJSONString() + "]}";
    JWSObject forged =
        new JWSObject(Issuer.header(JWSAlgorithm.HS256, "s"), new Payload(issuer.claims()));
    forged.sign(new MACSigner(shared));
    refused(Reason.ALGORITHM, forged.serialize());
  }

  @Test
  void theKeyThatTheTokenBringsAlongIsNotUsed() {
    RSAKey own = Issuer.rsa("k1", 2048);
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("k1")
            .jwk(own.toPublicJWK())
            .jwkURL(URI.create("https://example.com/keys"))
            .build();
    refused(Reason.SIGNATURE, Issuer.sign(header, own, issuer.claims()));
  }

  @Test
  void anotherAlgorithmThanThoseSetIsRefused() throws Exception {
    String strong =
        Issuer.sign(Issuer.header(JWSAlgorithm.RS512, "k1"), Issuer.KEY, issuer.claims());
    refused(Reason.ALGORITHM, strong);
    TokenValidator other = builder().algorithms(List.of("RS512")).build();
    assertThat(other.validate(strong).subject()).isEqualTo("alice");
    refused(other, Reason.ALGORITHM, Issuer.sign(Issuer.KEY, issuer.claims()));
    ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
    issuer.keys = Issuer.published(curve);
    JWSObject token =
        new JWSObject(Issuer.header(JWSAlgorithm.ES256, "e"), new Payload(issuer.claims()));
    token.sign(new ECDSASigner(curve));
    assertThat(builder().build().validate(token.serialize()).subject()).isEqualTo("alice");
  }

  @Test
  void aWrongSignatureIsRefused() {
    String right = Issuer.sign(Issuer.KEY, issuer.claims());
    String[] parts = right.split("\\.");
    String more = Base64URL.encode(issuer.claims().replace("viewer", "admin")).toString();
    refused(Reason.SIGNATURE, parts[0] + "." + more + "." + parts[2]);
    refused(Reason.SIGNATURE, Issuer.sign(Issuer.rsa("k1", 2048), issuer.claims()));
    refused(Reason.KEY, Issuer.sign(Issuer.rsa("k2", 2048), issuer.claims()));
  }

  @Test
  void aWeakKeyIsNotUsed() {
    RSAKey weak = Issuer.rsa("k1", 1024);
    issuer.keys = Issuer.published(weak);
    refused(Reason.KEY, Issuer.sign(weak, issuer.claims()));
  }

  @Test
  void theIssuerIsTheOneThatWasSetToTheLetter() {
    refused(Reason.ISSUER, signed(c -> c.put("iss", issuer.uri() + "/")));
    refused(Reason.MALFORMED, without("iss"));
    refused(Reason.MALFORMED, signed(c -> c.put("iss", JsonArray.of(issuer.uri().toString()))));
  }

  @Test
  void theTokenIsMeantForUs() {
    refused(Reason.AUDIENCE, signed(c -> c.put("aud", "else")));
    refused(Reason.AUDIENCE, without("aud"));
    refused(Reason.AUDIENCE, signed(c -> c.put("aud", JsonArray.of("x", "y"))));
    assertThat(validator.validate(signed(c -> c.put("aud", JsonArray.of("x", "there")))).audience())
        .contains("there");
  }

  @Test
  void itsTimeHasBegunAndIsNotOver() {
    assertThat(validator.validate(signed(c -> c.put("exp", NOW - 29)))).isNotNull();
    refused(Reason.EXPIRED, signed(c -> c.put("exp", NOW - 30)));
    refused(Reason.MALFORMED, without("exp"));
    refused(Reason.MALFORMED, signed(c -> c.put("exp", "tomorrow")));
    assertThat(validator.validate(signed(c -> c.put("exp", NOW + 0.5)))).isNotNull();
    assertThat(validator.validate(signed(c -> c.put("nbf", NOW + 30)))).isNotNull();
    refused(Reason.NOT_YET_VALID, signed(c -> c.put("nbf", NOW + 31)));
    refused(Reason.NOT_YET_VALID, signed(c -> c.put("iat", NOW + 31)));
    TokenValidator strict = builder().clockSkew(Duration.ZERO).build();
    refused(strict, Reason.EXPIRED, signed(c -> c.put("exp", NOW)));
  }

  @Test
  void timesBeyondAllTimesAreMalformed() {
    String right = issuer.claims();
    for (String time : List.of("1e999999999", "-1e308", "253402300801", "true", "null", "[]")) {
      String claims = right.replaceFirst("\"exp\":\\d+", "\"exp\":" + time);
      refused(Reason.MALFORMED, Issuer.sign(Issuer.KEY, claims));
    }
  }

  @Test
  void whatIsNoTokenIsRefused() {
    String right = Issuer.sign(Issuer.KEY, issuer.claims());
    for (String text :
        List.of(
            "", ".", "..", "a.b.c", right + ".", "." + right, right + "x".repeat(20_000), "é")) {
      refused(Reason.MALFORMED, text);
    }
    String twice = issuer.claims().replace("{", "{\"sub\":\"bob\",");
    refused(Reason.MALFORMED, Issuer.sign(Issuer.KEY, twice));
    refused(Reason.MALFORMED, Issuer.sign(Issuer.KEY, "[]"));
    refused(Reason.MALFORMED, Issuer.sign(Issuer.KEY, "{".repeat(3_000)));
    refused(Reason.MALFORMED, signed(c -> c.put("sub", "")));
    refused(Reason.MALFORMED, signed(c -> c.put("roles", 1)));
  }

  @Test
  void extensionsAndOtherKindsOfTokensAreRefused() {
    JWSHeader critical =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("k1")
            .criticalParams(Set.of("x"))
            .customParam("x", 1)
            .build();
    refused(Reason.MALFORMED, Issuer.sign(critical, Issuer.KEY, issuer.claims()));
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1");
    for (String type : List.of("logout+jwt", "dpop+jwt", "secevent+jwt")) {
      JWSHeader other = header.type(new JOSEObjectType(type)).build();
      refused(Reason.MALFORMED, Issuer.sign(other, Issuer.KEY, issuer.claims()));
    }
    JWSHeader access = header.type(new JOSEObjectType("at+JWT")).build();
    assertThat(validator.validate(Issuer.sign(access, Issuer.KEY, issuer.claims()))).isNotNull();
    JWSHeader bare = new JWSHeader.Builder(JWSAlgorithm.RS256).build();
    assertThat(validator.validate(Issuer.sign(bare, Issuer.KEY, issuer.claims()))).isNotNull();
  }

  @Test
  void anIssuerOnThisMachineNeedsNoTls() {
    for (String here : List.of("localhost:1", "127.0.0.2:1", "[::1]:1")) {
      assertThat(TokenValidator.builder(URI.create("http://" + here + "/x"))).isNotNull();
    }
    for (String there : List.of("127.example.com", "localhost.example.com", "10.0.0.1")) {
      assertThatThrownBy(() -> TokenValidator.builder(URI.create("http://" + there)))
          .hasMessageContaining("expected https");
    }
  }

  @Test
  void whatCannotBeSetIsRefusedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> TokenValidator.builder(URI.create("http://login.example.com")))
        .hasMessageContaining("expected https");
    assertThatThrownBy(() -> builder().keys(URI.create("http://example.com/keys")))
        .hasMessageContaining("expected https");
    assertThatThrownBy(() -> builder().algorithms(List.of("HS256")))
        .hasMessageContaining("HS256 is not accepted; expected some of [ES256,");
    assertThatThrownBy(() -> builder().algorithms(List.of("none"))).isNotNull();
    assertThatThrownBy(() -> TokenValidator.builder(issuer.uri()).build())
        .hasMessageContaining("audience");
    assertThatThrownBy(() -> builder().clockSkew(Duration.ofHours(1)))
        .hasMessageContaining("expected 0 s to 5 min");
  }
}
