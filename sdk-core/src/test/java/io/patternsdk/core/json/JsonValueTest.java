package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

  @Test
  void javaObjectsBecomeValues() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("s", CharBuffer.wrap("x"));
    map.put("n", Arrays.asList(1, 2L, (short) 3, (byte) 4, 1.5, 0.1f, null, true));
    map.put("b", new Object[] {new BigDecimal("1.10"), BigInteger.TWO, JsonNull.NULL});
    assertThat(JsonValue.of(map))
        .hasToString("{\"s\":\"x\",\"n\":[1,2,3,4,1.5,0.1,null,true],\"b\":[1.10,2,null]}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatJsonHasNotAreRefused(double value) {
    assertThatThrownBy(() -> JsonValue.of(value)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonValue.of((float) value)).isInstanceOf(JsonException.class);
  }

  @Test
  void otherObjectsAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> JsonObject.builder().put("a", Map.of("b", new Thread())))
        .isInstanceOf(JsonException.class)
        .hasMessage("a: java.lang.Thread has no JSON form");
    assertThatThrownBy(() -> JsonValue.of(Map.of(1, 2)))
        .isInstanceOf(JsonException.class)
        .hasMessage("a name must be a String, not 1");
  }

  @Test
  void castsRefuseOtherTypes() {
    assertThat(JsonValue.of("x").asString()).isEqualTo("x");
    assertThatThrownBy(() -> JsonValue.of("x").asNumber())
        .isInstanceOf(JsonException.class)
        .hasMessage("expected a number, found the string \"x\"");
    assertThatThrownBy(() -> JsonValue.of(List.of()).asBoolean())
        .hasMessage("expected a boolean, found an array of 0");
    assertThatThrownBy(() -> JsonValue.of(true).asArray())
        .hasMessage("expected an array, found true");
  }

  @Test
  void arraysCannotBeChanged() {
    JsonArray array = JsonArray.of(1, "a", null);
    assertThat(array).hasToString("[1,\"a\",null]").hasSize(3);
    assertThat(array.contains(JsonNumber.of("1.0"))).isTrue();
    assertThatThrownBy(() -> array.values().set(0, JsonNull.NULL))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
