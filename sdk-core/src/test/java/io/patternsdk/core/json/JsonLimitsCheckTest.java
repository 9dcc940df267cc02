package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.filter.RandomDocuments;
import io.patternsdk.core.typed.Codec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLimitsCheckTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsAcceptedForWritingIsExactlyWhatIsReadBack(long seed) {
    RandomDocuments documents = new RandomDocuments(seed);
    for (int i = 0; i < 500; i++) {
      JsonObject document = documents.next().toBuilder().put("control", "\u0000\u001f\t\"").build();
      int bytes = document.toString().getBytes(StandardCharsets.UTF_8).length;
      agree(document, JsonLimits.DEFAULT.withBytes(bytes));
      agree(document, JsonLimits.DEFAULT.withBytes(bytes - 1));
      for (int limit = 1; limit < 6; limit++) {
        agree(document, JsonLimits.DEFAULT.withDepth(limit));
        agree(document, JsonLimits.DEFAULT.withNumberLength(limit * 4));
      }
    }
  }

  private static void agree(JsonObject document, JsonLimits limits) {
    assertThat(problem(() -> limits.check(document)))
        .isEqualTo(problem(() -> new JsonReader(limits).read(document.toString())));
  }

  private static @Nullable String problem(Runnable step) {
    try {
      step.run();
      return null;
    } catch (JsonException e) {
      return e.path() + ": " + e.problem().replace(" or more", "");
    }
  }

  @Test
  void theDeepestIsCheckedAndItsPlaceNamed() {
    JsonValue deep = JsonNumber.of(1);
    for (int i = 0; i < JsonLimits.MAX_DEPTH; i++) {
      deep = JsonArray.of(deep);
    }
    JsonValue tooDeep = deep;
    assertThatThrownBy(() -> JsonLimits.DEFAULT.check(tooDeep))
        .isInstanceOf(JsonException.class)
        .hasMessage("[0]".repeat(64) + ": nested deeper than the limit of 64");
  }

  @Test
  void aNumberFromCodeIsHeldToTheLimitOfReading() {
    JsonObject long1001 = JsonObject.builder().put("n", new BigDecimal("1".repeat(1_001))).build();
    assertThatThrownBy(() -> JsonLimits.DEFAULT.check(long1001))
        .hasMessage("n: a number of 1001 characters; the limit is 1000");
    assertThatThrownBy(() -> Codec.json().encode(long1001)).isInstanceOf(JsonException.class);
    JsonObject long1000 = JsonObject.builder().put("n", new BigDecimal("1".repeat(1_000))).build();
    assertThat(Codec.json().decode(Codec.json().encode(long1000))).isEqualTo(long1000);
  }

  @Test
  void theSizeCountsBytesRatherThanCharacters() {
    JsonString text = JsonString.of("é€😀");
    JsonLimits exact = JsonLimits.DEFAULT.withBytes(11);
    assertThat(exact.check(text)).isSameAs(text);
    assertThatThrownBy(() -> exact.withBytes(10).check(text))
        .hasMessage("a document of 11 bytes; the limit is 10");
  }
}
