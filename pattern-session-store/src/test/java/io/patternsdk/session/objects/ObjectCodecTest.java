package io.patternsdk.session.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.json.JsonValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectCodecTest {
  private static final ObjectCodec STRICT = ObjectCodec.allowing(List.of());
  private static final ObjectCodec OURS =
      ObjectCodec.allowing(List.of("io.patternsdk.session.objects.*"));

  record Cart(List<String> books, int total) implements Serializable {}

  private static final class NotSerializable {}

  static Stream<Object> objects() {
    return Stream.of(
        "text",
        "\ud800 no Unicode",
        true,
        5,
        Integer.MIN_VALUE,
        5L,
        (short) 5,
        (byte) 5,
        'c',
        5.0,
        5.5f,
        Double.NaN,
        new BigDecimal("5.00"),
        new BigInteger("12345678901234567890"),
        new BigInteger("1".repeat(1_500)),
        UUID.fromString("00000000-0000-0000-0000-000000000001"),
        Instant.EPOCH,
        Duration.ofMillis(5),
        LocalDate.EPOCH,
        LocalDateTime.MIN,
        DayOfWeek.MONDAY,
        ZonedDateTime.parse("2026-01-01T00:00:00+01:00[Europe/Berlin]"),
        URI.create("a:b"),
        new ArrayList<>(Arrays.asList(1, null, "x", List.of(2L))),
        new LinkedList<>(List.of(1)),
        Map.of("a", 1, "b", Map.of("c", 2.5)),
        Map.of(1, 2),
        Map.of("$java", "object"),
        new TreeMap<>(Map.of("z", 1, "a", 2)),
        Set.of(1, 2L),
        Collections.emptyList());
  }

  @ParameterizedTest
  @MethodSource("objects")
  void isReadAsWhatItWas(Object object) {
    JsonValue stored = JsonValue.parse(STRICT.encode(object).toBytes());
    Object read = STRICT.decode(stored).orElseThrow();
    assertThat(read).isEqualTo(object);
    if (object.getClass().getModule().isExported(object.getClass().getPackageName())
        && java.lang.reflect.Modifier.isPublic(object.getClass().getModifiers())) {
      assertThat(read).isInstanceOf(object.getClass());
    }
  }

  @Test
  void bytesAreReadAsBytes() {
    byte[] bytes = {1, 0, -1};
    assertThat(STRICT.decode(STRICT.encode(bytes)).orElseThrow()).isEqualTo(bytes);
  }

  @Test
  void simpleThingsAreJsonThatOthersReadAndWrite() {
    assertThat(STRICT.encode(Map.of("n", List.of(1, "x"))).toString())
        .isEqualTo("{\"n\":[1,\"x\"]}");
    assertThat(STRICT.decode(JsonValue.parse("[1, 5000000000, 2.5, 1e400]")).orElseThrow())
        .isEqualTo(List.of(1, 5_000_000_000L, 2.5, Double.POSITIVE_INFINITY));
  }

  @Test
  void aClassIsStoredWhereItIsAllowed() {
    Cart cart = new Cart(List.of("book"), 3);
    assertThat(OURS.decode(OURS.encode(cart))).hasValue(cart);
    assertThat(OURS.decode(OURS.encode(List.of(cart)))).hasValue(List.of(cart));
    assertThatThrownBy(() -> STRICT.encode(cart))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Cart.class.getName())
        .hasMessageContaining("not allowed");
    assertThatThrownBy(() -> STRICT.encode(List.of(cart)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNotAllowedIsNotRead() {
    assertThat(STRICT.decode(OURS.encode(new Cart(List.of(), 0)))).isEmpty();
  }

  @Test
  void whatCannotBeReadIsEmpty() {
    for (String bad :
        List.of(
            "{\"$java\":\"later\",\"value\":1}",
            "{\"$java\":\"object\",\"value\":\"AAAA\"}",
            "{\"$java\":\"object\",\"value\":\"?\"}",
            "{\"$java\":\"long\"}",
            "{\"$java\":1}",
            "{\"$java\":\"long\",\"value\":\"x\"}",
            "null")) {
      assertThat(STRICT.decode(JsonValue.parse(bad))).as(bad).isEmpty();
    }
  }

  @Test
  void whatJavaCannotSerializeIsRefusedByName() {
    assertThatThrownBy(() -> OURS.encode(new NotSerializable()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NotSerializable");
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThat(STRICT.encode(itself)).isNotNull();
    assertThat(STRICT.encode(new ArrayDeque<>(List.of(1)))).isNotNull();
  }

  @Test
  void aPatternThatAllowsNothingIsRefused() {
    for (String bad : List.of("", "*", "!a", "a;b", "a.*.b", "maxdepth=1")) {
      assertThatThrownBy(() -> ObjectCodec.allowing(List.of(bad)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("com.example.Cart");
    }
  }
}
