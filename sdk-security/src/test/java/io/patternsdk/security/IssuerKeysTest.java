package io.patternsdk.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import io.patternsdk.testkit.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer's keys: found, kept, changed, and not to be had. */
class IssuerKeysTest {
  private static final RSAKey NEXT = Issuer.rsa("k2", 2048);

  private final Issuer issuer = new Issuer();
  private final MovableClock clock = MovableClock.at(Issuer.NOW);

  @AfterEach
  void stop() {
    issuer.close();
  }

  private TokenValidator.Builder builder() {
    return TokenValidator.builder(issuer.uri()).audience("here").clock(clock);
  }

  private String token(RSAKey key) {
    long later = clock.now().getEpochSecond() + 60;
    return Issuer.sign(key, issuer.claims().replaceFirst("\"exp\":\\d+", "\"exp\":" + later));
  }

  private static void unavailable(TokenValidator validator, String token, String why) {
    assertThatThrownBy(() -> validator.validate(token))
        .isInstanceOf(KeysUnavailableException.class)
        .hasStackTraceContaining(why);
  }

  @Test
  void keysAreReadOnceForManyTokens() {
    TokenValidator validator = builder().build();
    for (int i = 0; i < 100; i++) {
      validator.validate(token(Issuer.KEY));
    }
    assertThat(issuer.reads).hasValue(1);
    clock.advance(Duration.ofMinutes(6));
    validator.validate(token(Issuer.KEY));
    assertThat(issuer.reads).hasValue(2);
  }

  @Test
  void aNewKeyIsFoundWithItsFirstToken() {
    TokenValidator validator = builder().build();
    validator.validate(token(Issuer.KEY));
    issuer.keys = Issuer.published(Issuer.KEY, NEXT);
    clock.advance(Duration.ofSeconds(20));
    assertThat(validator.validate(token(NEXT)).subject()).isEqualTo("alice");
    assertThat(validator.validate(token(Issuer.KEY)).subject()).isEqualTo("alice");
    issuer.keys = Issuer.published(NEXT);
    clock.advance(Duration.ofMinutes(6));
    assertThatThrownBy(() -> validator.validate(token(Issuer.KEY)))
        .isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void tokensWithKeysThatNobodyKnowsDoNotHaveThemReadEachTime() {
    TokenValidator validator = builder().build();
    for (int i = 0; i < 100; i++) {
      String unknown = token(NEXT);
      assertThatThrownBy(() -> validator.validate(unknown))
          .isInstanceOf(InvalidTokenException.class);
    }
    assertThat(issuer.reads.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whileTheIssuerIsDownItsKeysHoldForFourHours() {
    TokenValidator validator = builder().build();
    validator.validate(token(Issuer.KEY));
    issuer.status = 503;
    clock.advance(Duration.ofHours(3));
    assertThat(validator.validate(token(Issuer.KEY)).subject()).isEqualTo("alice");
    clock.advance(Duration.ofHours(2));
    unavailable(validator, token(Issuer.KEY), "status 503");
    issuer.status = 200;
    clock.advance(Duration.ofMinutes(1));
    assertThat(validator.validate(token(Issuer.KEY)).subject()).isEqualTo("alice");
  }

  @Test
  void keysThatCannotBeHadSayNothingOfTheToken() {
    issuer.status = 404;
    unavailable(builder().build(), token(Issuer.KEY), "status 404");
    issuer.status = 200;
    issuer.keys = "<html>";
    unavailable(builder().build(), token(Issuer.KEY), "Invalid JSON");
    issuer.keys = "[" + " ".repeat(1 << 20) + "]";
    unavailable(builder().build(), token(Issuer.KEY), "more than 1048576 bytes");
    issuer.keys = Issuer.published(Issuer.KEY);
    issuer.named = "https://other.example.com";
    unavailable(builder().build(), token(Issuer.KEY), "is that of another issuer");
    issuer.stalled = true;
    TokenValidator hasty = builder().timeout(Duration.ofMillis(50)).build();
    unavailable(hasty, token(Issuer.KEY), "within PT0.05S");
  }

  @Test
  void keysMayBeAtAnAddressThatIsSet() {
    issuer.named = "https://other.example.com";
    TokenValidator validator = builder().keys(issuer.uri().resolve("/keys")).build();
    assertThat(validator.validate(token(Issuer.KEY)).subject()).isEqualTo("alice");
  }

  @Test
  void keysMayBeInAFileWhichIsReadAgainWhenItHasChanged(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("keys.json");
    TokenValidator validator = builder().keys(file).build();
    unavailable(validator, token(Issuer.KEY), "keys.json cannot be read");
    Files.writeString(file, Issuer.published(Issuer.KEY));
    assertThat(validator.validate(token(Issuer.KEY)).subject()).isEqualTo("alice");
    Files.writeString(file, Issuer.published(NEXT));
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    assertThat(validator.validate(token(NEXT)).subject()).isEqualTo("alice");
    assertThat(issuer.reads).hasValue(0);
  }
}
