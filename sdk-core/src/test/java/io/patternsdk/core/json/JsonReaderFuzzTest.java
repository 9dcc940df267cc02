package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderFuzzTest {

  private static final List<String> SEEDS =
      List.of(
          "{\"id\":\"d-1\",\"battery\":87,\"t\":-21.50,\"tags\":[\"a\",null,true],\"at\":{\"b\":1e-7}}",
          "[[[],{}],\"\\u00e9\\ud83d\\ude00\\n\\\\\",\"é€😀\",0.0,-0,1E+400,false]",
          " { \"a\" : [ 1 , 2 ] ,\r\n\t\"a b\" : { \"\" : \"\" } } ");

  private final ByteArrayOutputStream mutant = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mutatedDocumentsAreReadOrRefusedButNeverBreakTheReader(long seed) {
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String document = SEEDS.get(random.nextInt(SEEDS.size()));
      read += readsOrRefuses(mutate(document.getBytes(StandardCharsets.UTF_8), random)) ? 1 : 0;
    }
    assertThat(read).isBetween(100, 19_900);
  }

  private static boolean readsOrRefuses(byte[] document) {
    JsonValue value;
    try {
      value = JsonValue.parse(document);
    } catch (JsonException e) {
      assertThat(e.offset()).isBetween(0, document.length);
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
      return false;
    }
    assertThat(JsonValue.parse(value.toBytes())).isEqualTo(value).hasToString(value.toString());
    assertThat(JsonValue.parse(new String(document, StandardCharsets.UTF_8))).isEqualTo(value);
    return true;
  }

  private byte[] mutate(byte[] document, Random random) {
    byte[] bytes = document;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> splice(bytes, at, to, new byte[0]);
            case 1 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 2 -> splice(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            default ->
                splice(
                    bytes,
                    at,
                    at,
                    new byte[] {(byte) "{}[]\",:\\ue1-.".charAt(random.nextInt(13))});
          };
      if (bytes.length == 0) {
        return document;
      }
    }
    return bytes;
  }

  private byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
    mutant.reset();
    mutant.write(bytes, 0, from);
    mutant.writeBytes(replacement);
    mutant.write(bytes, to, bytes.length - to);
    return mutant.toByteArray();
  }
}
