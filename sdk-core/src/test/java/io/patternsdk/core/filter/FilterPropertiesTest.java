package io.patternsdk.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filter.Or;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every filter and every document. */
class FilterPropertiesTest {
  private static final int FILTERS = 3_000;

  private static Stream<Filter> filters(long seed) {
    return Stream.generate(new RandomFilters(seed)::next).limit(FILTERS);
  }

  private static List<JsonObject> documents(long seed) {
    return Stream.generate(new RandomDocuments(seed)::next).limit(20).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWrittenReadsAsTheSame(long seed) {
    assertThat(filters(seed))
        .allSatisfy(
            filter -> {
              assertThat(Filter.parse(filter.toJson(), FilterLimits.DEFAULT)).isEqualTo(filter);
              assertThat(Filter.parse(filter.toString(), FilterLimits.DEFAULT)).isEqualTo(filter);
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void bothEvaluatorsAgree(long seed) {
    List<JsonObject> documents = documents(seed);
    long matched =
        filters(seed)
            .mapToLong(
                filter -> documents.stream().filter(document -> agreed(filter, document)).count())
            .sum();
    assertThat(matched).isBetween(FILTERS * 2L, FILTERS * 18L);
  }

  private static boolean agreed(Filter filter, JsonObject document) {
    boolean matches = filter.matches(document);
    assertThat(NaiveFilter.matches(filter.toJson(), document))
        .as(() -> filter + " on " + document)
        .isEqualTo(matches);
    return matches;
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void simplifyingKeepsTheMeaningAndNeverGrows(long seed) {
    List<JsonObject> documents = documents(seed);
    assertThat(filters(seed))
        .allSatisfy(
            filter -> {
              Filter simple = filter.simplify();
              assertSameOn(documents, filter, simple);
              assertThat(simple.simplify()).isEqualTo(simple);
              assertThat(simple.clauses()).isLessThanOrEqualTo(filter.clauses());
              assertThat(simple.depth()).isLessThanOrEqualTo(filter.depth());
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12})
  void bothHalvesOfASplitMeanTheWhole(long seed) {
    List<JsonObject> documents = documents(seed);
    Random random = new Random(seed);
    assertThat(filters(seed))
        .allSatisfy(
            filter -> {
              int choice = random.nextInt();
              Predicate<Filter> some = node -> ((node.hashCode() ^ choice) & 3) != 0;
              PushDown split = filter.split(some);
              Filter both = Filters.and(split.evaluated(), split.residual());
              assertSameOn(documents, filter, both);
              assertThat(split.evaluated().split(some).isComplete()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {14})
  void aFilterUnderAPathLooksIntoThatObject(long seed) {
    JsonPath outer = JsonPath.of("in.side", "$it");
    List<JsonObject> documents = documents(seed);
    assertThat(filters(seed))
        .allSatisfy(
            filter -> {
              Filter inner = filter.under(outer);
              for (JsonObject document : documents) {
                JsonObject whole =
                    JsonObject.builder()
                        .put("in.side", JsonObject.builder().put("$it", document).build())
                        .build();
                assertThat(inner.matches(whole)).isEqualTo(filter.matches(document));
              }
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {13})
  void whatIsPushedHoldsOnlyWhatIsPushable(long seed) {
    Predicate<Filter> equalities =
        node -> node instanceof Or || (node instanceof Compare c && c.operator() == Operator.EQ);
    assertThat(filters(seed))
        .allSatisfy(filter -> assertThat(holdsOnly(filter.split(equalities).evaluated())).isTrue());
  }

  private static boolean holdsOnly(Filter filter) {
    return switch (filter) {
      case Filter.All all -> true;
      case Compare compare -> compare.operator() == Operator.EQ;
      case Filter.And and -> and.operands().stream().allMatch(f -> holdsOnly(f));
      case Or or -> or.operands().stream().allMatch(f -> holdsOnly(f));
      case Filter.Not not -> false;
    };
  }

  private static void assertSameOn(List<JsonObject> documents, Filter one, Filter other) {
    for (JsonObject document : documents) {
      assertThat(other.matches(document))
          .as(() -> one + " and " + other + " on " + document)
          .isEqualTo(one.matches(document));
    }
  }
}
