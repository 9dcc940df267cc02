package io.patternsdk.core.typed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.FakeDriver;
import io.patternsdk.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class CodecTest {
  private final FakeDriver driver = new FakeDriver();

  private record Point(int x) {}

  private static final Codec<Point> POINTS =
      Codec.json()
          .map(
              point -> JsonObject.builder().put("x", point.x()).build(),
              json -> new Point(json.number("x").toInt()));

  @Test
  void valuesOfATypeGoInAndOut() {
    TypedKeyValue<Point> points = new TypedKeyValue<>(driver, POINTS);
    points.set("a", new Point(7));
    assertThat(points.get("a")).contains(new Point(7));
    assertThat(points.get("b")).isEmpty();
    assertThat(points.delete("a")).isTrue();
  }

  @Test
  void whatTheCodecCannotReadIsCorrupt() {
    driver.set("a", new byte[] {'{', -1});
    corrupt(() -> new TypedKeyValue<>(driver, POINTS).get("a"));
    corrupt(() -> new TypedKeyValue<>(driver, Codec.text()).get("a"));
    driver.set("a", "{\"x\":\"seven\"}".getBytes(UTF_8));
    corrupt(() -> new TypedKeyValue<>(driver, POINTS).get("a"));
  }

  private static void corrupt(Runnable read) {
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(read::run)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
  }
}
