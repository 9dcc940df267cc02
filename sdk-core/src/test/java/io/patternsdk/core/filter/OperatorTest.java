package io.patternsdk.core.filter;

import static io.patternsdk.core.filter.Filters.absent;
import static io.patternsdk.core.filter.Filters.contains;
import static io.patternsdk.core.filter.Filters.endsWith;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.filter.Filters.exists;
import static io.patternsdk.core.filter.Filters.gt;
import static io.patternsdk.core.filter.Filters.gte;
import static io.patternsdk.core.filter.Filters.in;
import static io.patternsdk.core.filter.Filters.lt;
import static io.patternsdk.core.filter.Filters.lte;
import static io.patternsdk.core.filter.Filters.ne;
import static io.patternsdk.core.filter.Filters.not;
import static io.patternsdk.core.filter.Filters.startsWith;
import static io.patternsdk.core.filter.Filters.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTest {
  private static final JsonObject DOCUMENT =
      JsonObject.parse(
          """
          {"n": 1.0, "big": 12345678901234567890, "s": "a😀z", "none": null, "yes": true,
           "list": [1, "b", {"k": 2.50}], "at": {"k": 2.5, "lt": 3}, "lt": 4, "a.b": 5, "$p": 6}
          """);

  private static void matches(Filter... filters) {
    assertThat(filters).allSatisfy(filter -> assertThat(filter.matches(DOCUMENT)).isTrue());
  }

  private static void misses(Filter... filters) {
    assertThat(filters).allSatisfy(filter -> assertThat(filter.matches(DOCUMENT)).isFalse());
  }

  @Test
  void equalityIsNumericAndDeep() {
    matches(eq("n", 1), eq("n", JsonValue.parse("10e-1")), eq("s", "a😀z"), eq("yes", true));
    matches(eq("list", JsonValue.parse("[1.0,\"b\",{\"k\":2.5}]")));
    matches(eq("at", JsonValue.parse("{\"lt\":3.0,\"k\":2.5}")));
    misses(eq("n", "1"), eq("n", true), eq("yes", 1), eq("list", 1), eq("list", List.of(1, "b")));
    misses(
        eq("big", JsonNumber.of("12345678901234567891")), eq("at", JsonValue.parse("{\"k\":2.5}")));
  }

  @Test
  void nullIsAValueAndAbsentIsNot() {
    matches(eq("none", null), in("none", 1, null), type("none", JsonType.NULL), exists("none"));
    misses(eq("nowhere", null), in("nowhere", 1, null), type("nowhere", JsonType.NULL));
    matches(absent("nowhere"), absent("none.deeper"), absent("list.0"), absent("a.b"));
  }

  @Test
  void inequalityIsTheOppositeOfEqualityAndMatchesTheAbsent() {
    matches(ne("n", 2), ne("nowhere", 1), ne("nowhere", null), ne("n", "1"));
    misses(ne("n", 1), ne("none", null));
  }

  @Test
  void orderNeedsTheSameType() {
    matches(lt("n", 1.1), lte("n", 1), gte("n", 1), gt("n", 0.9));
    matches(
        gt("big", JsonNumber.of("12345678901234567889")),
        lt("s", "b"),
        gt("s", "a\uFFFF"),
        gte("s", "a"));
    misses(lt("n", 1), gt("n", 1), lt("n", "2"), gt("s", 0), lt("yes", 2), lt("none", 1));
    misses(lt("nowhere", 1), gte("nowhere", 1), gt("list", 0), lt("at", "z"));
    matches(not(lt("nowhere", 1)), not(gte("nowhere", 1)));
  }

  @Test
  void stringsAreTestedAtBothEndsAndWithin() {
    matches(startsWith("s", "a"), startsWith("s", ""), endsWith("s", "😀z"), contains("s", "😀"));
    misses(startsWith("s", "A"), startsWith("s", "z"), endsWith("s", "a"), contains("s", "az"));
    misses(startsWith("n", "1"), startsWith("nowhere", ""), endsWith("list", ""), contains("s", 1));
  }

  @Test
  void containsTestsTheElementsOfAnArray() {
    matches(contains("list", 1), contains("list", "b"));
    matches(contains("list", JsonValue.parse("{\"k\":2.5}")));
    misses(contains("list", "B"), contains("list", List.of(1)), contains("at", "k"));
  }

  @Test
  void inTestsWholeValues() {
    matches(in("n", 7, 1), in("at", 1, DOCUMENT.object("at")), in("s", "a😀z"));
    misses(in("n"), in("n", "1"), in("list", 1, "b"));
  }

  @Test
  void typesAreTheSixOfJson() {
    matches(type("n", JsonType.NUMBER), type("s", JsonType.STRING), type("yes", JsonType.BOOLEAN));
    matches(type("list", JsonType.ARRAY), type("at", JsonType.OBJECT));
    misses(type("n", JsonType.STRING), type("at", JsonType.ARRAY));
  }

  @Test
  void fieldsWithUnusualNamesAreReached() {
    matches(eq("lt", 4), eq("at.lt", 3), eq("a\\.b", 5), eq("$p", 6), eq("\\$p", 6));
    misses(exists("a.b"), exists("at\\.lt"));
  }
}
