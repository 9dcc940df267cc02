package io.patternsdk.driver.nats.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.NKey;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserKeyTest {

  @RepeatedTest(50)
  void itIsTheKeyThatTheClientReadsFromTheSameSeed() throws Exception {
    NKey theirs = NKey.createUser(null);
    UserKey ours = UserKey.of(new String(theirs.getSeed()) + "\n");
    byte[] challenge = "challenge".getBytes(UTF_8);
    assertThat(ours.publicKey()).isEqualTo(new String(theirs.getPublicKey()));
    assertThat(ours.sign(challenge)).isEqualTo(theirs.sign(challenge));
  }

  @Test
  void anotherKindOfKeyKeepsItsKind() throws Exception {
    NKey account = NKey.createAccount(null);
    assertThat(UserKey.of(new String(account.getSeed())).publicKey())
        .isEqualTo(new String(account.getPublicKey()));
  }

  @Test
  void aMistypedSeedIsRefused() throws Exception {
    char[] seed = NKey.createUser(null).getSeed();
    seed[20] = seed[20] == 'A' ? 'B' : 'A';
    String mistyped = new String(seed);
    assertThatThrownBy(() -> UserKey.of(mistyped))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(mistyped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SU", "no seed", "SUA…"})
  void whatIsNoSeedIsRefused(String text) {
    assertThatThrownBy(() -> UserKey.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPublicKeyIsNoSeed() throws Exception {
    String publicKey = new String(NKey.createUser(null).getPublicKey());
    assertThatThrownBy(() -> UserKey.of(publicKey)).isInstanceOf(IllegalArgumentException.class);
  }
}
