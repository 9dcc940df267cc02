package io.patternsdk.core.config;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {

  record RedisConfig(
      List<String> addresses, Duration operationTimeout, @Nullable Secret password, int poolSize) {
    static RedisConfig from(Settings s) {
      return new RedisConfig(
          s.strings("addresses").orElse(List.of("redis://localhost:6379")),
          s.duration("operation_timeout").min(ofMillis(1)).orElse(ofSeconds(2)),
          s.secret("password").orNull(),
          s.integer("pool_size").range(1, 1000).orElse(50));
    }
  }

  enum Durability {
    ON_DISK,
    IN_MEMORY
  }

  @Test
  void aReaderMakesARecord() {
    RedisConfig config =
        Settings.of(Map.of("addresses", List.of("redis://a", "redis://b"), "pool_size", 7))
            .read(RedisConfig::from);
    assertThat(config)
        .isEqualTo(new RedisConfig(List.of("redis://a", "redis://b"), ofSeconds(2), null, 7));
  }

  @Test
  void everyTypeIsReadFromItsText() {
    Settings s =
        Settings.of(
            Map.ofEntries(
                Map.entry("text", "NO"),
                Map.entry("whole", "1_000"),
                Map.entry("big", Long.MAX_VALUE),
                Map.entry("decimal", "2.5e3"),
                Map.entry("ratio", "25%"),
                Map.entry("flag", "yes"),
                Map.entry("duration", "1h30m"),
                Map.entry("size", "64KiB"),
                Map.entry("format", "JSON"),
                Map.entry("durability", "on-disk"),
                Map.entry("uri", "nats://localhost:4222"),
                Map.entry("uris", "a://x, b://y"),
                Map.entry("path", "/var/lib")));
    assertThat(s.string("text").required()).isEqualTo("NO");
    assertThat(s.integer("whole").required()).isEqualTo(1000);
    assertThat(s.longInteger("big").required()).isEqualTo(Long.MAX_VALUE);
    assertThat(s.decimal("decimal").required()).isEqualTo(2500);
    assertThat(s.ratio("ratio").required()).isEqualTo(0.25);
    assertThat(s.bool("flag").required()).isTrue();
    assertThat(s.duration("duration").required()).isEqualTo(Duration.ofMinutes(90));
    assertThat(s.size("size").required()).isEqualTo(65_536);
    assertThat(s.choice("format", "text", "json").required()).isEqualTo("json");
    assertThat(s.choice("durability", Durability.class).required()).isEqualTo(Durability.ON_DISK);
    assertThat(s.uri("uri").required()).isEqualTo(URI.create("nats://localhost:4222"));
    assertThat(s.uris("uris").required()).containsExactly(URI.create("a://x"), URI.create("b://y"));
    assertThat(s.path("path").required()).isEqualTo(Path.of("/var/lib"));
    s.done();
    assertThat(s.problems().all()).isEmpty();
  }

  @Test
  void absentMeansTheDefault() {
    Settings s = Settings.empty();
    assertThat(s.integer("a").orElse(5)).isEqualTo(5);
    assertThat(s.integer("a").orNull()).isNull();
    assertThat(s.integer("a").optional()).isEmpty();
    assertThat(s.section("b").integer("c").orElse(6)).isEqualTo(6);
    assertThat(s.section("b").present()).isFalse();
    assertThat(s.sections("d")).isEmpty();
    assertThat(s.sectionList("e")).isEmpty();
    assertThat(s.problems().isEmpty()).isTrue();
  }

  @Test
  void anAliasIsReadLikeTheName() {
    Settings s = Settings.of(Map.of("timeout", "5s"));
    assertThat(s.duration("reset_timeout").alias("timeout").required()).isEqualTo(ofSeconds(5));
    s.done();
    assertThat(s.problems().isEmpty()).isTrue();
  }

  @Test
  void sectionsAndTheirListsNest() {
    Settings s =
        Settings.of(
            Map.of(
                "slots", Map.of("registry", Map.of("optional", true)),
                "steps", List.of(Map.of("size", "1KB"), Map.of("size", "2KB"))));
    assertThat(s.sections("slots").get("registry").bool("optional").required()).isTrue();
    assertThat(s.sectionList("steps"))
        .extracting(step -> step.size("size").required())
        .containsExactly(1000L, 2000L);
    s.done();
    assertThat(s.problems().isEmpty()).isTrue();
  }

  @Test
  void aDeferredSectionIsReadLaterWithProblemsOfItsOwn() {
    Settings s = Settings.of(Map.of("config", Map.of("pool_size", 0, "typo", 1)));
    Settings later = s.deferred("config");
    s.done();
    assertThat(s.problems().isEmpty()).isTrue();
    later.integer("pool_size").min(1).orElse(1);
    later.done();
    assertThat(later.problems().all())
        .extracting(Problem::path)
        .containsExactly("config.pool_size", "config.typo");
  }

  @Test
  void aLocatedValueMakesAProblemLater() {
    Settings s = Settings.of(Map.of("slots", Map.of("a", Map.of("needs", List.of("x", "y")))));
    Located<String> second =
        s.section("slots").section("a").locatedStrings("needs").required().get(1);
    assertThat(second.problem("is no capability", "did you mean z?"))
        .hasToString("code: slots.a.needs[1] is no capability; did you mean z?");
  }

  @Test
  void aProgramMayHandInASecret() {
    AtomicInteger version = new AtomicInteger();
    Settings s = Settings.of(Map.of("password", Secret.from(() -> "v" + version.get())));
    Secret secret = s.secret("password").required();
    version.set(2);
    assertThat(secret.reveal()).isEqualTo("v2");
    s.string("password").orNull();
    assertThat(s.problems().all()).hasToString("[code: password is a secret; expected text]");
  }

  @Test
  void noTextFormShowsAValue() {
    Settings s = Settings.of(Map.of("password", "hunter2", "list", List.of("hunter2")));
    assertThat(s.toString()).contains("password").doesNotContain("hunter2");
    assertThat(s.section("x").toString()).isEqualTo("x settings [] at code");
    assertThat(s.string("password").located().required().toString()).doesNotContain("hunter2");
    assertThat(SettingsNode.of("hunter2").toString()).doesNotContain("hunter2");
  }
}
