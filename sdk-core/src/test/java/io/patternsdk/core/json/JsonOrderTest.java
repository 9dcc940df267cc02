package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonOrderTest {

  private static final List<@Nullable JsonValue> ASCENDING = ascending();

  private static List<@Nullable JsonValue> ascending() {
    List<@Nullable JsonValue> values = new ArrayList<>();
    values.add(null);
    JsonArray rest =
        JsonValue.parse(
                """
                [null, false, true, -1e400, -2, 0, 0.5, 1, 1.5, 1e999999999,
                 "", "A", "a", "aa", "b", "é", "\uE000", "\uFFFF", "😀", "😁",
                 [], [null], [1], [1, 0], [1, "a"], [2], ["a"], [[]], [{}],
                 {}, {"a": null}, {"a": 1}, {"a": 1, "b": 0}, {"b": 0, "a": 2}, {"b": 0}, {"\uFFFF": 0},
                 {"😀": 0}]
                """)
            .asArray();
    values.addAll(rest.values());
    return values;
  }

  @Test
  void theOrderIsTheDocumentedOne() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        JsonValue a = ASCENDING.get(i);
        JsonValue b = ASCENDING.get(j);
        int order = Integer.compare(i, j);
        assertThat(Integer.signum(JsonOrder.ASCENDING.compare(a, b)))
            .as(a + " ? " + b)
            .isEqualTo(order);
        assertThat(Integer.signum(JsonOrder.DESCENDING.compare(a, b))).isEqualTo(-order);
      }
    }
  }

  @Test
  void equalValuesCompareAsEqual() {
    JsonValue a = JsonValue.parse("{\"a\":[1,2.50],\"b\":{\"c\":0,\"d\":-0}}");
    JsonValue b = JsonValue.parse("{\"b\":{\"d\":0e1,\"c\":0.0},\"a\":[1e0,2.5]}");
    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
    assertThat(JsonOrder.ASCENDING.compare(a, b)).isZero();
  }

  @Test
  void stringsCompareAsTheirUtf8Bytes() {
    int[] points = {
      0, 'A', 'z', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF
    };
    for (int x : points) {
      for (int y : points) {
        String a = "p" + Character.toString(x) + "q";
        String b = "p" + Character.toString(y) + "q";
        byte[] left = a.getBytes(StandardCharsets.UTF_8);
        byte[] right = b.getBytes(StandardCharsets.UTF_8);
        assertThat(Integer.signum(CodePointOrder.ASCENDING.compare(a, b)))
            .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
      }
    }
  }
}
