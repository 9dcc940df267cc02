package io.patternsdk.core.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeedPositionTest {

  @Test
  void aPositionIsReadBackFromItsText() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      FeedPosition position =
          new FeedPosition(
              random.nextBoolean() ? "pg:7@a:b" : "s",
              random.nextLong(Long.MAX_VALUE),
              index(random));
      assertThat(FeedPosition.parse(position.toString())).isEqualTo(position);
    }
  }

  private static long index(SplittableRandom random) {
    return random.nextBoolean() ? FeedPosition.END : random.nextLong(5);
  }

  @Test
  void positionsAreInTheOrderOfTransactionsAndTheirChanges() {
    List<FeedPosition> sorted = new ArrayList<>();
    for (long commit = 0; commit < 3; commit++) {
      sorted.add(FeedPosition.before("s", commit));
      sorted.add(new FeedPosition("s", commit, 1));
      sorted.add(new FeedPosition("s", commit, 2));
      sorted.add(FeedPosition.behind("s", commit));
    }
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = 0; j < sorted.size(); j++) {
        assertThat(sorted.get(i).after(sorted.get(j))).isEqualTo(i > j);
      }
    }
    assertThat(sorted.stream().filter(FeedPosition::isInside)).hasSize(6);
  }

  @Test
  void positionsOfOtherSourcesAreNotCompared() {
    FeedPosition position = FeedPosition.before("s", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> position.after(FeedPosition.before("t", 1)));
  }

  @Test
  void whatIsNoPositionIsRefused() {
    for (String text : List.of("", "@1:2", "s@1", "s@:1", "s@1:", "s@-1:0", "s1:2", "s@1:x")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> FeedPosition.parse(text));
    }
  }
}
