package io.patternsdk.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @Test
  void credentialsAreKeptApartAndDecoded() {
    ServerAddress address = ServerAddress.parse("redis://u%40:p%3a+%2F@[::1]:6379/3").orElseThrow();
    assertThat(address).hasToString("redis://[::1]:6379/3");
    assertThat(address.uri()).hasToString("redis://[::1]:6379/3");
    assertThat(address.host()).isEqualTo("::1");
    assertThat(Objects.requireNonNull(address.user()).reveal()).isEqualTo("u@");
    assertThat(Objects.requireNonNull(address.password()).reveal()).isEqualTo("p:+/");
  }

  @Test
  void aUserAloneMayBeAToken() {
    ServerAddress address = ServerAddress.parse("nats://token@host").orElseThrow();
    assertThat(address.password()).isNull();
    assertThat(Objects.requireNonNull(address.user()).reveal()).isEqualTo("token");
    assertThat(address).hasToString("nats://host");
    assertThat(address.port()).isEqualTo(-1);
  }

  /** However an address is wrong, and wherever the password stands in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://u:CANARY@h:99999",
        "nats://u:CANARY@h:0",
        "nats://u:a/CANARY@h:4222",
        "nats://u:a/CANARY@h:99999",
        "nats://u:a@CANARY@h",
        "nats://CANARY@@h",
        "nats://u:CANARY @h",
        "nats://u:%ZCANARY@h",
        "nats://u:a\nCANARY@h",
        "u:CANARY@h:4222",
        "://u:CANARY@h",
        "nats:u:CANARY@h",
        "nats:/u:CANARY@h",
        "http://u:CANARY@h",
        "nats://h?password=CANARY",
        "nats://h/?a#CANARY",
        "nats://h#CANARY",
        "nats://u:CANARY@",
        "nats://u:CANARY@h,nats://v:CANARY@h:99999",
      })
  void noRefusedAddressShowsItsPassword(String text) {
    Settings s = Settings.of(Map.of("url", text));
    assertThatThrownBy(() -> s.read(settings -> settings.addresses("url", "nats").optional()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected nats://host:port")
        .hasMessageNotContaining("CANARY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nats://u:CANARY@h", "nats://CANARY@h:1", "nats://u:C%41NARY@h"})
  void anAcceptedOneIsHiddenFromThenOn(String text) {
    Placeholders placeholders = Placeholders.of(Map.of());
    Settings s = Settings.of(SettingsNode.Mapping.of(Map.of("url", text)), placeholders);
    assertThat(s.addresses("url", "nats").required().toString()).doesNotContain("CANARY");
    assertThat(placeholders.redaction().of("AUTH u CANARY")).isEqualTo("AUTH u ***");
  }

  @Test
  void everyOtherKindOfSettingHidesWhatLooksLikeCredentials() {
    Settings s = Settings.of(Map.of("n", "redis://u:a/CANARY@h", "u", "x y://u:CANARY@h?CANARY"));
    s.integer("n").orNull();
    s.uri("u").orNull();
    assertThat(s.problems().all()).hasSize(2);
    assertThat(s.problems().all().toString()).doesNotContain("CANARY");
  }
}
