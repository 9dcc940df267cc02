package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {

  /** Each line is below the next; what stands on one line is equal. */
  private static final List<String[]> ASCENDING =
      List.of(
          new String[] {"-1e99999999999999999999999"},
          new String[] {"-1e99999999999999999999998", "-10e99999999999999999999997"},
          new String[] {"-1e999999999"},
          new String[] {"-12345678901234567891"},
          new String[] {"-12345678901234567890", "-1234567890123456789e1"},
          new String[] {"-2"},
          new String[] {"-1.5", "-15e-1", "-0.15E1"},
          new String[] {"-1e-99999999999999999999"},
          new String[] {"0", "-0", "0.0", "-0.00e5", "0e99999999999999999999"},
          new String[] {"1e-99999999999999999999"},
          new String[] {"0.001", "1e-3", "0.1e-2", "100e-5", "0.0010"},
          new String[] {"0.0010000000000000000000001"},
          new String[] {"1", "1.0", "1e0", "10e-1", "1E+0", "0.1e1"},
          new String[] {"1.1", "1.10", "11e-1"},
          new String[] {"9007199254740992"},
          new String[] {"9007199254740993"},
          new String[] {"9223372036854775807"},
          new String[] {"9223372036854775808", "9223372036854775808.0"},
          new String[] {"1e400"},
          new String[] {"1e999999999", "10e999999998", "0.1e1000000000"},
          new String[] {"1.0000000001e999999999"},
          new String[] {"1e9223372036854775807"},
          new String[] {"1e9223372036854775808", "0.01e9223372036854775810"});

  @Test
  void numbersCompareByTheirExactValue() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        for (String a : ASCENDING.get(i)) {
          for (String b : ASCENDING.get(j)) {
            JsonNumber x = JsonNumber.of(a);
            JsonNumber y = JsonNumber.of(b);
            assertThat(x.compareTo(y)).as(a + " ? " + b).isEqualTo(Integer.compare(i, j));
            assertThat(x.equals(y)).isEqualTo(i == j);
          }
        }
      }
    }
  }

  @Test
  void equalNumbersHaveEqualHashes() {
    for (String[] equal : ASCENDING) {
      assertThat(IntStream.range(0, equal.length).map(i -> JsonNumber.of(equal[i]).hashCode()))
          .containsOnly(JsonNumber.of(equal[0]).hashCode());
    }
  }

  @Test
  void randomNumbersCompareAsBigDecimals() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      String a = randomLiteral(random);
      String b = randomLiteral(random);
      int order = new BigDecimal(a).compareTo(new BigDecimal(b));
      assertThat(JsonNumber.of(a).compareTo(JsonNumber.of(b))).as(a + " ? " + b).isEqualTo(order);
      if (order == 0) {
        assertThat(JsonNumber.of(a)).hasSameHashCodeAs(JsonNumber.of(b));
      }
    }
  }

  private static String randomLiteral(Random random) {
    String sign = random.nextBoolean() ? "-" : "";
    String fraction = random.nextBoolean() ? "." + "0".repeat(random.nextInt(3)) : "";
    String digits = fraction.isEmpty() ? "" : String.valueOf(random.nextInt(12));
    String exponent = random.nextBoolean() ? "" : "e" + (random.nextInt(7) - 3);
    return sign + random.nextInt(random.nextBoolean() ? 3 : 1200) + fraction + digits + exponent;
  }

  @Test
  void theLiteralIsKept() {
    assertThat(JsonNumber.of("1.10").text()).isEqualTo("1.10");
    assertThat(JsonValue.parse("1e999999999")).hasToString("1e999999999");
    assertThat(JsonNumber.of(0.1)).hasToString("0.1");
    assertThat(JsonNumber.of(Long.MIN_VALUE)).hasToString("-9223372036854775808");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "-0.0,0",
    "1.0,1",
    "1e3,1000",
    "1200e-2,12",
    "0.5e1,5",
    "0e999999999999,0",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808",
    "9.223372036854775807e18,9223372036854775807"
  })
  void integersAreConvertedHoweverTheyAreWritten(String literal, long value) {
    assertThat(JsonNumber.of(literal).toLong()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "1.1",
        "1e-1",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e999999999",
        "1e99999999999999999999",
        "1e-99999999999999999999"
      })
  void whatIsNoLongIsRefused(String literal) {
    assertThatThrownBy(() -> JsonNumber.of(literal).toLong())
        .isInstanceOf(JsonException.class)
        .hasMessage("the number " + literal + " does not fit a long without loss");
  }

  @Test
  void whatIsNoIntIsRefused() {
    assertThat(JsonNumber.of("-2147483648").toInt()).isEqualTo(Integer.MIN_VALUE);
    assertThatThrownBy(() -> JsonNumber.of("2147483648").toInt()).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "1.10",
        "-0.0",
        "5e-324",
        "1.7976931348623157e308",
        "0.1000000000000000055511151231257827021181583404541015625",
        "9007199254740992",
        "1e22",
        "0.10000000000000001",
        "0e999999999999",
        "4.9E-324",
        "123456789012345.0"
      })
  void doublesAreConvertedWithoutLoss(String literal) {
    assertThat(JsonNumber.of(literal).toDouble()).isEqualTo(Double.parseDouble(literal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1e400",
        "1e-400",
        "9007199254740993",
        "9007199254740993e0",
        "0.10000000000000000000001"
      })
  void whatIsNoDoubleIsRefusedUnlessAskedForTheNearest(String literal) {
    assertThatThrownBy(() -> JsonNumber.of(literal).toDouble()).isInstanceOf(JsonException.class);
    assertThat(JsonNumber.of(literal).nearestDouble()).isEqualTo(Double.parseDouble(literal));
  }

  @Test
  void bigDecimalsKeepTheScale() {
    assertThat(JsonNumber.of("1.10").toBigDecimal()).isEqualTo(new BigDecimal("1.10"));
    assertThatThrownBy(() -> JsonNumber.of("1e99999999999").toBigDecimal())
        .isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "1.", "+1", " 1", "1 ", "NaN", "0x1", "1e", "١", "-"})
  void whatIsNoLiteralIsRefused(String literal) {
    assertThatThrownBy(() -> JsonNumber.of(literal)).isInstanceOf(JsonException.class);
  }
}
