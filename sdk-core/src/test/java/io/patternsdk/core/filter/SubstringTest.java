package io.patternsdk.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SubstringTest {

  @Test
  void bothWaysToSearchGiveOneAnswer() {
    Random random = new Random(7);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      String whole = word(random, random.nextInt(20));
      String part = word(random, 1 + random.nextInt(6));
      boolean occurs = Substring.occursLinear(part, whole);
      assertThat(occurs).as(part + " in " + whole).isEqualTo(whole.contains(part));
      found += occurs ? 1 : 0;
    }
    assertThat(found).isBetween(1_000, 19_000);
  }

  @Test
  void aPartThatNearlyOccursEverywhereIsSearchedForInLinearTime() {
    String whole = "a".repeat(4_000_000); // 8,000,000,000,000 comparisons one by one
    assertThat(Substring.occurs("a".repeat(2_000_000) + "b", whole)).isFalse();
    assertThat(Substring.occurs("a".repeat(2_000_000), whole)).isTrue();
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(random.nextInt(3) == 0 ? 'b' : 'a');
    }
    return word.toString();
  }
}
