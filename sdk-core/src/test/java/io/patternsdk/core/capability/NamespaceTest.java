package io.patternsdk.core.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamespaceTest {
  private final Namespace namespace = Namespace.of("app");

  @Test
  void itPrefixesNamesAndTakesThePrefixAway() {
    assertThat(namespace.key("a")).isEqualTo("app:a");
    assertThat(namespace.keyPrefix("")).isEqualTo("app:");
    assertThat(namespace.stripKey("app:a")).isEqualTo("a");
    assertThat(namespace.topicPattern("a.*.>")).isEqualTo("app.a.*.>");
    assertThat(namespace.stripTopic("app.a.b")).isEqualTo("a.b");
    assertThat(Namespace.of("").key("a")).isEqualTo("a");
  }

  @Test
  void wrongNamesAreRefusedWithTheReason() {
    assertThatThrownBy(() -> namespace.key("")).hasMessage("key is empty");
    assertThatThrownBy(() -> namespace.key("a\ud800b"))
        .hasMessage("key has an unpaired surrogate at index 1");
    assertThatThrownBy(() -> namespace.queue("é".repeat(257)))
        .hasMessage("queue name has 514 UTF-8 bytes; at most 512 fit");
    assertThat(namespace.key("😀".repeat(128))).endsWith("😀");
    assertThatThrownBy(() -> namespace.topicPattern("")).hasMessage("topic pattern is empty");
  }

  @Test
  void aNamespaceHasPlainCharactersOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Namespace.of("a.b"))
        .withMessageContaining("\"a.b\" must be at most 64 of a-z");
  }
}
