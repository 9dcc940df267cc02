package io.patternsdk.core.filter;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.and;
import static io.patternsdk.core.filter.Filters.contains;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.filter.Filters.exists;
import static io.patternsdk.core.filter.Filters.lt;
import static io.patternsdk.core.filter.Filters.none;
import static io.patternsdk.core.filter.Filters.not;
import static io.patternsdk.core.filter.Filters.or;
import static io.patternsdk.core.filter.Filters.startsWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterTextTest {

  private static Filter parse(String text) {
    return Filter.parse(text, FilterLimits.DEFAULT);
  }

  @Test
  void theExampleReadsAsItShould() {
    Filter filter =
        parse(
            """
            {"status": "online", "location.building": "B1", "battery.lt": 20,
             "$or": [{"firmware.startswith": "2."}, {"tags.contains": "beta"}],
             "$not": {"owner.exists": true}}
            """);
    assertThat(filter)
        .isEqualTo(
            and(
                eq("status", "online"),
                eq("location.building", "B1"),
                lt("battery", 20),
                or(startsWith("firmware", "2."), contains("tags", "beta")),
                not(exists("owner"))));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("{}", all()),
        Arguments.of("{\"$not\":{}}", none()),
        Arguments.of("{\"a\":null}", eq("a", null)),
        Arguments.of("{\"eq\":1}", eq("eq", 1)),
        Arguments.of("{\"a.lt.eq\":1}", eq("a.lt", 1)),
        Arguments.of("{\"a.lt.lt\":1}", lt("a.lt", 1)),
        Arguments.of("{\"a.regex.eq\":1}", eq("a.regex", 1)),
        Arguments.of("{\"a.starts_with.eq\":1}", eq("a.starts_with", 1)),
        Arguments.of("{\"a\\\\.lt\":1}", eq("a\\.lt", 1)),
        Arguments.of("{\"\\\\$or\":1}", eq("$or", 1)),
        Arguments.of("{\"a.\\\\$or\":1}", eq("a.\\$or", 1)),
        Arguments.of("{\"\":1}", eq("", 1)),
        Arguments.of("{\".lt\":1}", lt("", 1)),
        Arguments.of("{\"a\":{\"b\":1}}", eq("a", JsonObject.parse("{\"b\":1}"))),
        Arguments.of("{\"a.eq\":{\"$lt\":1}}", eq("a", JsonObject.parse("{\"$lt\":1}"))),
        Arguments.of("{\"a\":1,\"b\":2}", and(eq("a", 1), eq("b", 2))),
        Arguments.of("{\"$and\":[{\"a\":1},{\"a\":2}]}", and(eq("a", 1), eq("a", 2))),
        Arguments.of(
            "{\"$and\":[{\"a\":1,\"b\":2},{\"c\":3}]}",
            and(and(eq("a", 1), eq("b", 2)), eq("c", 3))),
        Arguments.of(
            "{\"a\":1,\"$and\":[{\"b\":1},{\"b\":2}]}",
            and(eq("a", 1), and(eq("b", 1), eq("b", 2)))));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textAndFilterAreOneToOne(String text, Filter filter) {
    assertThat(parse(text)).isEqualTo(filter);
    assertThat(filter).hasToString(text);
  }

  @Test
  void otherSpellingsMeanTheSame() {
    assertThat(parse("{\"a.eq\":1}")).isEqualTo(eq("a", 1));
    assertThat(parse("{\"$or\":[{\"a\":1}]}")).isEqualTo(eq("a", 1));
    assertThat(parse("{\"$and\":[{\"$and\":[{}]}]}")).isEqualTo(all());
    assertThat(parse("{\"a\":1,\"a.eq\":2}")).isEqualTo(and(eq("a", 1), eq("a", 2)));
  }

  @Test
  void fieldsAreThoseThatDecide() {
    Filter filter = parse("{\"b.lt\":1,\"$or\":[{\"a.c\":1},{\"$not\":{\"b\":2}}]}");
    assertThat(filter.fields()).containsExactly(JsonPath.of("b"), JsonPath.of("a", "c"));
    assertThat(filter.clauses()).isEqualTo(3);
    assertThat(filter.depth()).isEqualTo(4);
  }
}
