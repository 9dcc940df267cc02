package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecTest {
  private static final Optional<Instant> BUILD_BEGAN = Optional.of(Instant.ofEpochSecond(1_000));
  private static final Instant NOW = Instant.ofEpochSecond(1_060);

  @Test
  void aScriptThatBuiltBeforeSaysWhenItBecameTheJvm() {
    assertThat(Exec.since("1059500000", BUILD_BEGAN, NOW)).isEqualTo(", 500 ms after exec");
  }

  @Test
  void elseTheSystemKnowsWhenTheProcessBegan() {
    for (String said : new String[] {null, "", "now", "1.5"}) {
      assertThat(Exec.since(said, BUILD_BEGAN, NOW)).isEqualTo(", 60000 ms after exec");
    }
    assertThat(Exec.since(null, Optional.empty(), NOW)).isEmpty();
  }
}
