package io.patternsdk.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final Envelope STANDARD = Envelope.standard();

  @Test
  void allOfAMessageSurvives() {
    Message message =
        Message.builder(new byte[] {0, -1, 'x'})
            .key("k😀")
            .header("a", "")
            .header("b", "x".repeat(20_000))
            .build();
    assertThat(STANDARD.decode(STANDARD.encode(message))).isEqualTo(message);
  }

  @Test
  void theFirstBytesAreTheDocumentedOnes() {
    byte[] bytes = STANDARD.encode(Message.builder("b".getBytes(UTF_8)).id("i").build());
    assertThat(bytes).containsExactly(0xD3, 'P', 'S', 'M', 1, 1, 'i', 0, 0, 'b');
  }

  @Test
  void aForeignPayloadBecomesAPlainBody() {
    for (String text : new String[] {"", "{}", "\u00d3PSM"}) {
      assertThat(STANDARD.decode(text.getBytes(UTF_8)).text()).isEqualTo(text);
    }
  }

  @Test
  void whatOnlyBeginsLikeAnEnvelopeBecomesAPlainBody() {
    byte[] whole =
        STANDARD.encode(Message.builder(new byte[0]).id("id").key("k").header("h", "v").build());
    for (int length = 5; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(STANDARD.decode(cut).body()).isEqualTo(cut);
    }
  }

  @Test
  void anEnvelopeOfANewerVersionIsCorrupt() {
    byte[] bytes = STANDARD.encode(Message.of("x"));
    bytes[4] = 2;
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> STANDARD.decode(bytes))
        .withMessageContaining("version 2")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
  }

  @Test
  void damageNeverThrowsAnythingElse() {
    Random random = new Random(7);
    byte[] whole = STANDARD.encode(Message.builder(new byte[9]).id("id").header("h", "v").build());
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
      assertThat(STANDARD.decode(damaged)).isNotNull();
    }
  }

  @Test
  void rawKeepsTheBodyAlone() {
    Message message = Message.builder(new byte[] {1}).header("a", "b").build();
    assertThat(Envelope.raw().encode(message)).isSameAs(message.body());
    assertThat(Envelope.raw().decode(new byte[] {1}).headers()).isEmpty();
  }
}
