package io.patternsdk.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterErrorsTest {

  private static FilterException error(String text) {
    return catchThrowableOfType(
        FilterException.class, () -> Filter.parse(text, FilterLimits.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "{\"a.regex\":\"x\"} | a.regex: unsupported operator regex; use startswith, endswith or"
            + " contains",
        "{\"a.$regex\":\"x\"} | a.$regex: an operator behind a field has no $",
        "{\"$regex\":\"x\"} | $regex: unsupported operator $regex; use startswith",
        "{\"a.startsWith\":\"x\"} | a.startsWith: unknown operator startsWith; write startswith; a"
            + " field of this name is a.startsWith.eq",
        "{\"a.ENDS_WITH\":\"x\"} | write endswith",
        "{\"$nto\":{}} | $nto: unknown operator $nto; write $not",
        "{\"$nor\":[]} | $nor: unknown operator $nor; write $or",
        "{\"$where\":1} | $where: unknown operator $where; there are $and, $or, $not; a field is"
            + " \\$where",
        "{\"$lt\":1} | $lt: $lt belongs behind a field: \"field.lt\"",
        "{\"a\":{\"$lt\":1}} | a: an operator belongs to the name, such as \"a.lt\"",
        "{\"a.lt\":true} | a.lt: lt takes a number or a string, not a boolean; a field named lt is"
            + " a.lt.eq",
        "{\"a.startswith\":1} | a.startswith: startswith takes a string, not a number",
        "{\"a.in\":1} | a.in: in takes an array of values, not a number",
        "{\"a.exists\":1} | a.exists: exists takes true or false, not a number",
        "{\"a.type\":\"integer\"} | a.type: type takes one of \"null\", \"boolean\", \"number\","
            + " \"string\", \"array\", \"object\", not \"integer\"; a field named type is"
            + " a.type.eq",
        "{\"a.type\":1} | \"object\", not a number; a field named type is a.type.eq",
        "{\"$or\":[]} | $or: expected an array of at least one filter",
        "{\"$and\":{}} | $and: expected an array of at least one filter",
        "{\"$or\":[{\"a\":1},2]} | $or[1]: expected a filter, an object, not a number",
        "{\"$not\":[]} | $not: expected a filter, an object, not an array",
        "{\"$or\":[{},{\"$not\":{\"b.lt\":null}}]} | $or[1].$not.b.lt: lt takes",
        "{\"a\\\\b\":1} | a\\b: in the path a\\b a backslash stands before something else",
      })
  void anErrorNamesThePlaceAndWhatWouldBeRight(String text, String message) {
    assertThat(error(text)).hasMessageStartingWith("filter at ").hasMessageContaining(message);
  }

  @Test
  void theErrorHasItsParts() {
    FilterException e = error("{\"$or\":[{\"a\":1},{\"b.in\":null}]}");
    assertThat(e.path()).isEqualTo("$or[1].b.in");
    assertThat(e.problem())
        .isEqualTo("in takes an array of values, not null; a field named in is b.in.eq");
  }

  @Test
  void whatIsNotJsonIsNoFilter() {
    assertThat(error("{\"a\":}"))
        .hasMessage("filter: line 1, column 6: a: expected a value, found '}'")
        .hasCauseInstanceOf(JsonException.class);
    assertThat(error("[]")).hasMessage("filter: expected an object, found an array of 0");
  }

  @Test
  void depthIsLimited() {
    FilterLimits limits = new FilterLimits(3, 20, 10);
    String nested = "{\"$not\":{\"$or\":[{\"a\":1},{\"b\":2}]}}";
    assertThat(Filter.parse(nested, limits).depth()).isEqualTo(3);
    assertThatThrownBy(() -> Filter.parse("{\"$not\":" + nested + "}", limits))
        .isInstanceOf(FilterException.class)
        .hasMessage("filter at $not.$not.$or[0]: nested deeper than the limit of 3");
    assertThatThrownBy(() -> Filter.parse("{\"c\":3," + nested.substring(1), limits))
        .hasMessageContaining("nested deeper");
  }

  @Test
  void clausesAreLimited() {
    StringBuilder twenty = new StringBuilder("{\"a1\":1");
    for (int i = 2; i <= 20; i++) {
      twenty.append(",\"a").append(i).append("\":1");
    }
    assertThat(Filter.parse(twenty + "}", FilterLimits.DEFAULT).clauses()).isEqualTo(20);
    assertThat(error(twenty + ",\"b\":1}"))
        .hasMessage("filter at b: more clauses than the limit of 20");
    assertThat(error("{\"$or\":[" + "{},".repeat(20) + "{}]}"))
        .hasMessageContaining("more clauses");
  }

  @Test
  void listedValuesAreLimited() {
    assertThatThrownBy(() -> Filter.parse("{\"a.in\":[1,2,3]}", new FilterLimits(5, 20, 2)))
        .isInstanceOf(FilterException.class)
        .hasMessage("filter at a.in: 3 values; the limit is 2");
  }

  @Test
  void deepObjectsBuiltInCodeAreRefusedBeforeTheStackEnds() {
    JsonObject deep = JsonObject.EMPTY;
    for (int i = 0; i < 250; i++) {
      deep = JsonObject.builder().put("$not", deep).build();
    }
    JsonObject text = deep;
    assertThatThrownBy(() -> Filter.parse(text, FilterLimits.DEFAULT))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("nested deeper than the limit of 5");
  }

  @Test
  void buildersRefuseWhatTheOperatorDoesNotTake() {
    assertThatThrownBy(() -> Filters.lt("a", true))
        .isInstanceOf(FilterException.class)
        .hasMessage("filter at a.lt: lt takes a number or a string, not true");
    assertThatThrownBy(() -> new FilterLimits(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
