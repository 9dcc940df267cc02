package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  private static boolean isOneCharacter(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).codePoints().count()
          == 1;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static void agrees(byte[] bytes) {
    assertThat(Utf8.sequence(bytes, 0, bytes.length) == bytes.length)
        .as(() -> HexFormat.of().formatHex(bytes))
        .isEqualTo(isOneCharacter(bytes));
  }

  @Test
  void sequencesAtEveryEdgeAreJudgedAsTheJdkDoes() {
    for (int first = 0xC0; first < 0x100; first++) {
      for (int second : EDGES) {
        agrees(new byte[] {(byte) first, (byte) second});
        for (int third : EDGES) {
          agrees(new byte[] {(byte) first, (byte) second, (byte) third});
          for (int fourth : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
            agrees(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
          }
        }
      }
    }
  }

  @Test
  void stringsOfRandomCharactersSurvive() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        int point = random.nextInt(1 << (4 + random.nextInt(17)));
        text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : Math.min(point, 0x10FFFF));
      }
      JsonString string = JsonString.of(text.toString());
      assertThat(JsonValue.parse(string.toBytes()).asString()).isEqualTo(text.toString());
    }
  }
}
