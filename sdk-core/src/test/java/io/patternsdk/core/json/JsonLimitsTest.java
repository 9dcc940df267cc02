package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class JsonLimitsTest {

  private static String nested(int depth) {
    return "[{\"a\":".repeat(depth / 2) + "0" + "}]".repeat(depth / 2);
  }

  @Test
  void nestingUpToTheDepthIsRead() {
    JsonReader reader = new JsonReader(JsonLimits.DEFAULT.withDepth(4));
    assertThat(reader.read(nested(4))).hasToString(nested(4));
    assertThat(reader.read("[[],[[]],[[[]]]]")).hasToString("[[],[[]],[[[]]]]");
    assertThatThrownBy(() -> reader.read(nested(6)))
        .isInstanceOf(JsonException.class)
        .hasMessage("line 1, column 13: [0].a[0].a: nested deeper than the limit of 4");
  }

  @Test
  void aDeepDocumentIsRefusedByTheDefault() {
    assertThat(JsonValue.parse(nested(64))).hasToString(nested(64));
    assertThatThrownBy(() -> JsonValue.parse("[".repeat(1_000_000)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("nested deeper than the limit of 64");
  }

  @Test
  void longDocumentsAreRefused() {
    JsonReader reader = new JsonReader(JsonLimits.DEFAULT.withBytes(4));
    assertThat(reader.read("\"é\"")).hasToString("\"é\"");
    assertThatThrownBy(() -> reader.read("\"éé\"")).hasMessageContaining("the limit is 4");
    assertThatThrownBy(() -> reader.read(new byte[5])).hasMessageContaining("the limit is 4");
  }

  @Test
  void longNumbersAreRefused() {
    assertThat(JsonValue.parse("1".repeat(1_000)).toString()).hasSize(1_000);
    assertThatThrownBy(() -> JsonValue.parse("[" + "1".repeat(1_001) + "]"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("a number of 1001 characters; the limit is 1000");
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> JsonLimits.DEFAULT.withDepth(JsonLimits.MAX_DEPTH + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth must be from 1 to 256, not 257");
    assertThatThrownBy(() -> JsonLimits.DEFAULT.withBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDeepestValueNeedsLittleStack() throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              JsonLimits deepest = JsonLimits.DEFAULT.withDepth(JsonLimits.MAX_DEPTH);
              String text = nested(JsonLimits.MAX_DEPTH);
              JsonValue a = new JsonReader(deepest).read(text);
              JsonValue b = new JsonReader(deepest).read(JsonWriter.pretty().write(a));
              return a.equals(b)
                  && a.hashCode() == b.hashCode()
                  && JsonOrder.ASCENDING.compare(a, b) == 0
                  && b.toString().equals(text);
            });
    Thread small = new Thread(null, task, "small stack", 512 << 10);
    small.start();
    assertThat(task.get()).isTrue();
  }

  @Test
  void valuesBuiltInCodeAreLimitedToo() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThatThrownBy(() -> JsonValue.of(itself))
        .isInstanceOf(JsonException.class)
        .hasMessage("values nest deeper than 256");
    assertThatThrownBy(
            () -> {
              JsonValue value = JsonArray.EMPTY;
              for (int i = 0; i < JsonLimits.MAX_DEPTH; i++) {
                value = JsonArray.of(value);
              }
            })
        .isInstanceOf(JsonException.class)
        .hasMessage("values nest deeper than 256");
  }
}
