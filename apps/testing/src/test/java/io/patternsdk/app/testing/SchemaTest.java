package io.patternsdk.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
  private static final JsonObject SCHEMA =
      JsonObject.parse(
          """
          {"type": "object", "required": ["a"], "additionalProperties": false,
           "properties": {
             "a": {"type": "integer", "minimum": 1},
             "b": {"type": "array", "items": {"enum": ["x", "y"]}},
             "c": {"$ref": "#/time"}}}
          """);
  private final Schema schema =
      new Schema(JsonObject.parse("{\"time\":{\"type\":\"string\",\"format\":\"date-time\"}}"));

  @Test
  void whatFitsHasNoProblem() {
    String value = "{\"a\":1.0,\"b\":[\"x\",\"y\"],\"c\":\"2026-01-01T00:00:00Z\"}";
    assertThat(schema.problems(SCHEMA, JsonValue.parse(value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                      | $ is [], not of type object",
        "{}                      | $ has no \"a\"",
        "{\"a\":1.5}             | $.a is 1.5, not of type integer",
        "{\"a\":0}               | $.a is less than 1",
        "{\"a\":1,\"d\":1}       | $ has the unknown member d",
        "{\"a\":1,\"b\":[\"z\"]} | $.b[0] is \"z\", not one of [\"x\",\"y\"]",
        "{\"a\":1,\"c\":\"now\"} | $.c is no date-time: now"
      })
  void whatDoesNotFitIsNamed(String value, String problem) {
    assertThat(schema.problems(SCHEMA, JsonValue.parse(value))).containsExactly(problem);
  }

  @Test
  void aKeywordThatIsNotUnderstoodFails() {
    JsonObject unknown = JsonObject.parse("{\"maxLength\":1}");
    assertThat(schema.problems(unknown, JsonValue.parse("\"a\""))).hasSize(1);
  }
}
