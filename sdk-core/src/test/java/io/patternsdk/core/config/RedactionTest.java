package io.patternsdk.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private final Placeholders placeholders =
      Placeholders.of(Map.of("URL", "redis://host:1", "PW", "hunter2", "PORT", "80"));

  private Settings settings(Map<String, ?> values) {
    return Settings.of(SettingsNode.Mapping.of(values), placeholders);
  }

  @Test
  void aPlaceholderStandsForWhatItStoodFor() {
    settings(Map.of("x", "${URL}")).string("x").required();
    assertThat(placeholders.redaction().of("at redis://host:1, 80")).isEqualTo("at ${URL}, 80");
  }

  @Test
  void aSecretIsHiddenThoughShortAndWhereverItStood() {
    settings(Map.of("x", "${PW}", "y", "pass")).secret("x").required();
    settings(Map.of("y", "pass")).secret("y").required();
    assertThat(placeholders.redaction().of("AUTH hunter2 pass")).isEqualTo("AUTH *** ***");
  }

  @Test
  void wordsAndNumbersThatArePartOfEverythingStay() {
    settings(Map.of("x", "${PORT}")).integer("x").required();
    assertThat(placeholders.redaction().of("port 80")).isEqualTo("port 80");
  }

  @Test
  void theLongerOneIsHiddenFirst() {
    Settings s = settings(Map.of("a", "secret", "b", "secret-of-all"));
    s.secret("a").required();
    s.secret("b").required();
    assertThat(placeholders.redaction().of("secret-of-all")).isEqualTo("***");
  }

  @Test
  void eachLongLineOfAKeyIsHidden() {
    String key = "-----BEGIN X-----\nABCDEFGHIJKLMNOPQRST\n-----END X-----";
    settings(Map.of("k", key)).secret("k").required();
    assertThat(placeholders.redaction().of("got ABCDEFGHIJKLMNOPQRST")).isEqualTo("got ***");
  }

  @Test
  void endlesslyChangingSecretsTakeBoundedMemory() {
    for (int i = 0; i < 3_000; i++) {
      settings(Map.of("k", "secret-" + i)).secret("k").required();
    }
    assertThat(placeholders.redaction().of("secret-2999")).isEqualTo("***");
    assertThat(placeholders.redaction().of("secret-1")).isEqualTo("secret-1");
  }
}
