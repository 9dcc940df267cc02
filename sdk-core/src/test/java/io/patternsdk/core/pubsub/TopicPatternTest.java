package io.patternsdk.core.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true", "a.b, a, false", "a.*, a.b, true", "a.*, a.b.c, false", "*.b, a.b, true",
    "a.>, a.b, true", "a.>, a.b.c, true", "a.>, a, false", ">, a, true", "a.*.c, a..c, true"
  })
  void aTopicMatchesOrNot(String pattern, String topic, boolean expected) {
    assertThat(TopicPattern.of(pattern).matches(topic)).isEqualTo(expected);
  }

  @Test
  void patternsOfAnotherFormAreRefused() {
    assertThatThrownBy(() -> TopicPattern.of("a..b")).hasMessageContaining("empty segment");
    assertThatThrownBy(() -> TopicPattern.of(">.a")).hasMessageContaining("> before its end");
  }
}
