package io.patternsdk.session.internal.regions;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.merge.Stamp;
import org.junit.jupiter.api.Test;

class OriginsTest {
  private static void isNextTo(String region) {
    Stamp stamp = new Stamp(7, Origins.of(region));
    Stamp above = stamp;
    for (int i = 0; i < 40; i++) {
      Stamp next = Origins.above(above);
      assertThat(next).isGreaterThan(above).isLessThan(new Stamp(8, "-"));
      assertThat(Origins.region(next.node())).isEqualTo(region);
      above = next;
    }
    assertThat(Origins.above(stamp).text().compareTo(stamp.text())).isPositive();
  }

  @Test
  void aStampAboveAnotherIsLessThanAllLaterOnesAndOfTheSameRegion() {
    isNextTo("e");
    isNextTo("a-region-of-19-char");
  }

  @Test
  void ofALongNodeItsLettersAreCountedUp() {
    String node = "e".repeat(19) + "_" + "a".repeat(10);
    assertThat(Origins.above(new Stamp(7, node + "9z")).node()).isEqualTo(node + "a");
    assertThat(Origins.above(new Stamp(7, node + "99")).node()).isEqualTo(node + "9a");
  }
}
