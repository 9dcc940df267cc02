package io.patternsdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void everyMessageHasAnIdOfItsOwn() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(Message.of("").id());
    }
    assertThat(ids).hasSize(10_000);
  }

  @Test
  void controlCharactersAreRefusedWithTheirPlace() {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> Message.builder(new byte[0]).header("a", "x\ny"))
        .withMessage("header a has a control character at index 1");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> Message.builder(new byte[0]).id(""))
        .withMessage("message id is empty");
  }

  @Test
  void aChangedCopyKeepsTheRest() {
    Message message = Message.builder(new byte[] {1}).id("i").key("k").header("a", "b").build();
    Message more = message.toBuilder().header("c", "d").build();
    assertThat(more.id()).isEqualTo("i");
    assertThat(more.key()).contains("k");
    assertThat(more.headers()).containsEntry("a", "b").containsEntry("c", "d");
    assertThat(message.headers()).hasSize(1);
  }
}
