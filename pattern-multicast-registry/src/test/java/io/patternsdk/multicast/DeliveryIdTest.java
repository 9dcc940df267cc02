package io.patternsdk.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Rounds;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdTest {
  private static final String NATS = "$JS.ACK.PSQ_ns.deliveries=3Ad.1.%d.%d.1763793273%09d.%d %1$d";

  @Test
  void whatIsWrittenIsReadAgain() {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          DeliveryId id = new DeliveryId(name(random), names(random));
          String text = id.text("d");
          assertThat(text).matches("[A-Za-z0-9_-]+");
          assertThat(DeliveryId.parse("d", text)).contains(id);
        });
  }

  @Test
  void whatWasCutOrChangedIsNoId() {
    String text = new DeliveryId(nats(2), List.of(nats(1))).text("d");
    for (int end = 0; end < text.length(); end++) {
      assertThat(DeliveryId.parse("d", text.substring(0, end))).as("cut at " + end).isEmpty();
      assertThat(DeliveryId.parse("d", text.substring(end + 1))).as("from " + end).isEmpty();
      String changed =
          text.substring(0, end) + (text.charAt(end) == 'x' ? 'y' : 'x') + text.substring(end + 1);
      assertThat(DeliveryId.parse("d", changed)).as("changed at " + end).isEmpty();
    }
  }

  @Test
  void anotherIdentityHasOtherIds() {
    String text = new DeliveryId(nats(2), List.of()).text("d");
    assertThat(DeliveryId.parse("e", text)).isEmpty();
    assertThat(DeliveryId.parse("d2", text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no id", "1-0:1:abc", "0", "AQ", "AQAAAAAA", "é", "\ud800", "a=b"})
  void whatSomebodyElseMadeIsNoId(String text) {
    assertThat(DeliveryId.parse("d", text)).isEmpty();
  }

  @Test
  void whatIsForgedIsReadOrRefusedWithoutFurtherHarm() {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          String text = new DeliveryId(name(random), names(random)).text("d");
          byte[] bytes = Base64.getUrlDecoder().decode(text);
          for (int i = 1; i < bytes.length - 4; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : bytes[i]);
          }
          assertThat(DeliveryId.parse("d", DeliveryId.signed("d", bytes)))
              .satisfiesAnyOf(
                  read -> assertThat(read).isEmpty(),
                  read -> assertThat(read.orElseThrow().receipt()).isNotNull());
        });
  }

  @Test
  void hundredReceiptsOfAQueueAreFarBelowWhatAHeaderMayHave() {
    List<String> before = new ArrayList<>();
    for (int i = 99; i > 0; i--) {
      before.add(nats(i));
    }
    assertThat(new DeliveryId(nats(100), before).text("d").length()).isLessThan(2_000);
  }

  private static String nats(int number) {
    return NATS.formatted(
        1_000_000 + number, number, 97_000L * number * number % 1_000_000_000, 500 - number);
  }

  private static List<String> names(Random random) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      names.add(name(random));
    }
    return names;
  }

  private static String name(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> nats(random.nextInt(1_000));
      case 1 -> "1763793273" + random.nextInt(100, 999) + "-" + random.nextInt(3) + ":1:0a1b2c9";
      case 2 -> Long.toString(random.nextLong(), 36) + "-" + Long.toString(random.nextInt(9), 36);
      case 3 -> Long.MAX_VALUE + "." + (random.nextLong() >>> 1) + ".9223372036854775808";
      case 4 -> "00" + random.nextInt() + "é😀" + random.nextInt(5) + "\n";
      case 5 -> "é".repeat(random.nextInt(3)) + "ê" + random.nextInt(2);
      default -> "x" + random.nextInt(10);
    };
  }
}
