package io.patternsdk.core.filter;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.and;
import static io.patternsdk.core.filter.Filters.contains;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.filter.Filters.in;
import static io.patternsdk.core.filter.Filters.lt;
import static io.patternsdk.core.filter.Filters.ne;
import static io.patternsdk.core.filter.Filters.none;
import static io.patternsdk.core.filter.Filters.not;
import static io.patternsdk.core.filter.Filters.or;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.filter.Filter.Compare;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PushDownTest {
  /** A backend that knows equality and everything that combines. */
  private static boolean equality(Filter node) {
    return !(node instanceof Compare compare) || compare.operator() == Operator.EQ;
  }

  @Test
  void conditionsArePushedOneByOne() {
    PushDown split =
        and(eq("a", 1), lt("b", 2), and(eq("c", 3), all())).split(PushDownTest::equality);
    assertThat(split).isEqualTo(new PushDown(and(eq("a", 1), eq("c", 3)), lt("b", 2)));
    assertThat(split.isComplete()).isFalse();
  }

  @Test
  void alternativesAndNegationsArePushedWholeOrNotAtAll() {
    Filter whole = or(eq("a", 1), not(eq("b", 2)));
    Filter partly = or(eq("a", 1), lt("b", 2));
    assertThat(and(whole, partly).split(PushDownTest::equality))
        .isEqualTo(new PushDown(whole, partly));
    assertThat(not(partly).split(PushDownTest::equality)).isEqualTo(PushDown.nothing(not(partly)));
  }

  @Test
  void aBackendMayKnowComparisonsOnly() {
    Predicate<Filter> comparisons = node -> node instanceof Compare;
    Filter either = or(eq("a", 1), eq("b", 2));
    assertThat(and(eq("c", 3), either).split(comparisons))
        .isEqualTo(new PushDown(eq("c", 3), either));
  }

  @Test
  void nothingIsLeftOfWhatIsAllPushable() {
    Filter filter = eq("a", 1);
    assertThat(filter.split(PushDownTest::equality)).isEqualTo(PushDown.everything(filter));
    assertThat(filter.split(PushDownTest::equality).isComplete()).isTrue();
    assertThat(all().split(node -> false)).isEqualTo(new PushDown(all(), all()));
  }

  @Test
  void simplifyingFlattensAndDropsWhatDoesNotDecide() {
    assertThat(and(eq("a", 1), and(all(), eq("b", 2)), eq("a", 1)).simplify())
        .isEqualTo(and(eq("a", 1), eq("b", 2)));
    assertThat(or(eq("a", 1), none(), or(eq("b", 2), eq("a", 1))).simplify())
        .isEqualTo(or(eq("a", 1), eq("b", 2)));
    assertThat(and(eq("a", 1), none()).simplify()).isEqualTo(none());
    assertThat(or(eq("a", 1), all()).simplify()).isEqualTo(all());
    assertThat(in("a", 1).simplify()).isEqualTo(eq("a", 1));
  }

  @Test
  void simplifyingMovesNegationInwardsWhereThatIsExact() {
    assertThat(not(not(lt("a", 1))).simplify()).isEqualTo(lt("a", 1));
    assertThat(not(or(eq("a", 1), contains("b", 2))).simplify())
        .isEqualTo(and(ne("a", 1), not(contains("b", 2))));
    assertThat(not(lt("a", 1)).simplify()).isEqualTo(not(lt("a", 1)));
  }
}
