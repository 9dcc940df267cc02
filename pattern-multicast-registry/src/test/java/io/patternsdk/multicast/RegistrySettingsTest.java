package io.patternsdk.multicast;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"a\\b", "a\\"})
  void aBackslashBeforeSomethingElseMakesNoPath(String field) {
    Map<String, ?> wrong = Map.of("indexed_fields", List.of("place.region", field));
    assertThatThrownBy(() -> Settings.of(wrong).read(RegistrySettings::from))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("indexed_fields", "expected dotted paths of metadata");
  }
}
