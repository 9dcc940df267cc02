package io.patternsdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void aMessageWithoutABodyIsNoMessageWithAnEmptyOne() {
    Message without = Message.tombstone().id("id").key("key").build();
    Message empty = Message.builder(new byte[0]).id("id").key("key").build();
    assertThat(without).isNotEqualTo(empty);
    assertThat(without.body()).isEmpty();
    assertThat(without.toBuilder().build()).isEqualTo(without);
    assertThat(empty.isTombstone()).isFalse();
  }

  @Test
  void unpairedSurrogatesAreRefusedWithTheirPlaceAndPairsAreKept() {
    for (String half : List.of("ab\ud83d", "ab\ud83dc", "ab\ude00c", "ab\ud83d\ud83d\ude00")) {
      refused("message id", () -> Message.builder(new byte[0]).id(half));
      refused("message key", () -> Message.builder(new byte[0]).key(half));
      refused("header name", () -> Message.builder(new byte[0]).header(half, ""));
      refused("header a", () -> Message.builder(new byte[0]).header("a", half));
    }
    String whole = "\ud83d\ude00\udbff\udfff";
    Message message =
        Message.builder(new byte[0]).id(whole).key(whole).header(whole, whole).build();
    assertThat(Envelope.standard().decode(Envelope.standard().encode(message))).isEqualTo(message);
  }

  private static void refused(String what, ThrowingCallable call) {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(call)
        .withMessage(what + " has an unpaired surrogate at index 2");
  }

  @Test
  void whatTravelsBesideTheBodyIsCounted() {
    String text = "a\u00e9\u65e5\ud83d\ude00";
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    Message.Builder message = Message.builder(new byte[100]).id("id").key(text);
    assertThat(message.build().headBytes()).isEqualTo(2 + size);
    assertThat(message.header(text, text).header("b", "").build().headBytes())
        .isEqualTo(2 + 3 * size + 4 + 1 + 4);
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
