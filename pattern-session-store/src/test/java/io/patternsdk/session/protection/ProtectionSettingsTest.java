package io.patternsdk.session.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtectionSettingsTest {
  private static final String K1 = "ab".repeat(32);
  private static final String K2 = "cd".repeat(32);

  private static ProtectionSettings read(Map<String, ?> values) {
    return Settings.of(values).read(ProtectionSettings::from);
  }

  private static void wrong(String text, Map<String, ?> values) {
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(text)
        .hasMessageNotContaining(K1)
        .hasMessageNotContaining(K1.substring(1));
  }

  @Test
  void theOnlyKeyIsWrittenWithUnlessNoneIsToBe() {
    Map<String, String> one = Map.of("k1", K1);
    assertThat(read(Map.of()).writeKey()).isEmpty();
    assertThat(read(Map.of("keys", one)).writeKey()).contains("k1");
    assertThat(read(Map.of("keys", one, "write_key", "none")).writeKey()).isEmpty();
    assertThat(read(Map.of("keys", Map.of("k1", K1, "k2", K2), "write_key", "k2")).writeKey())
        .contains("k2");
  }

  @Test
  void whatIsWrongIsToldWithWhatWouldBeRightAndWithoutTheKey() {
    wrong("32 bytes in hexadecimal or Base64", Map.of("keys", Map.of("k1", K1.substring(1))));
    wrong("32 bytes in hexadecimal or Base64", Map.of("keys", Map.of("k1", "x" + K1 + "x")));
    wrong("1 to 16 of a-z and 0-9", Map.of("keys", Map.of("K-1", K1)));
    wrong("but not none", Map.of("keys", Map.of("none", K1)));
    wrong("one of", Map.of("keys", Map.of("k1", K1, "k2", K2)));
    wrong("one of k1, or none", Map.of("keys", Map.of("k1", K1), "write_key", "k2"));
    wrong("does nothing without keys", Map.of("write_key", "k1"));
    wrong("does nothing without keys", Map.of("unprotected", "accept"));
    wrong("one of", Map.of("keys", Map.of("k1", K1), "unprotected", "maybe"));
  }

  @Test
  void nothingThatIsPrintedHasAKeyInIt() {
    ProtectionSettings settings = read(Map.of("keys", Map.of("k1", K1)));
    assertThat(settings.toString() + new Protection(settings) + new StoreKey(K1))
        .contains("k1")
        .doesNotContain(K1);
  }
}
