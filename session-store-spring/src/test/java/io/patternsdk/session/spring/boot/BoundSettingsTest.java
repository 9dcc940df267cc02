package io.patternsdk.session.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BoundSettingsTest {
  @Test
  void propertiesAreSettings() {
    Map<String, Object> properties =
        Map.of(
            "pattern.session.backend.config.addresses[0]", "redis://one:6379",
            "pattern.session.backend.config.addresses[1]", "redis://two:6379",
            "pattern.session.backend.config.connect-timeout", "3s",
            "pattern.session.backend.config.sentinel.master", "main",
            "pattern.session.backend.config.tls.key-file", "/run/key");
    SessionStoreProperties bound =
        new Binder(new MapConfigurationPropertySource(properties))
            .bindOrCreate("pattern.session", SessionStoreProperties.class);
    assertThat(BoundSettings.of(bound.backend().config()))
        .isEqualTo(
            Map.of(
                "addresses", List.of("redis://one:6379", "redis://two:6379"),
                "connect_timeout", "3s",
                "sentinel", Map.of("master", "main"),
                "tls", Map.of("key_file", "/run/key")));
  }

  @Test
  void nothingTellsASecret() {
    SessionStoreProperties bound =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "pattern.session.secret", "hush",
                        "pattern.session.backend.config.password", "hush")))
            .bindOrCreate("pattern.session", SessionStoreProperties.class);
    assertThat(bound.toString()).doesNotContain("hush");
  }
}
