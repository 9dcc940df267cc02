package io.patternsdk.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterFuzzTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void mutatedFiltersAreReadOrRefused(long seed) {
    Random random = new Random(seed);
    RandomFilters filters = new RandomFilters(seed);
    int read = 0;
    for (int i = 0; i < 5_000; i++) {
      read += readsOrRefuses(mutate(filters.next().toString(), random)) ? 1 : 0;
    }
    assertThat(read).isBetween(500, 4_900);
  }

  private static boolean readsOrRefuses(String text) {
    Filter filter;
    try {
      filter = Filter.parse(text, FilterLimits.DEFAULT);
    } catch (FilterException e) {
      assertThat(e).hasMessageStartingWith("filter");
      return false;
    }
    assertThat(Filter.parse(filter.toJson(), FilterLimits.DEFAULT)).isEqualTo(filter);
    return true;
  }

  private static String mutate(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      int at = random.nextInt(mutant.length());
      switch (random.nextInt(3)) {
        case 0 -> mutant.deleteCharAt(at);
        case 1 -> mutant.insert(at, "{}[]\",:$.\\aetl1".charAt(random.nextInt(15)));
        default -> mutant.setCharAt(at, "$.{[lte1".charAt(random.nextInt(8)));
      }
    }
    return mutant.toString();
  }
}
