package io.patternsdk.core.json;

import java.util.ArrayList;
import java.util.List;

/** One reading of one document, from its first byte to its last. */
final class JsonParser {
  private final Input in;
  private final JsonLimits limits;

  JsonParser(Input in, JsonLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  JsonValue read() {
    JsonValue value = value("a value");
    if (in.next() >= 0) {
      throw expected("nothing after the value");
    }
    return value;
  }

  private JsonValue value(String expected) {
    return switch (in.next()) {
      case '"' -> JsonString.trusted(StringLiteral.read(in));
      case '{' -> object();
      case '[' -> array();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> NumberLiteral.read(in, limits);
      case 't' -> word("true", JsonBoolean.TRUE, expected);
      case 'f' -> word("false", JsonBoolean.FALSE, expected);
      case 'n' -> word("null", JsonNull.NULL, expected);
      default -> throw expected(expected);
    };
  }

  private JsonObject object() {
    Members members = new Members();
    enter();
    if (in.next() == '}') {
      return close(JsonObject.EMPTY);
    }
    while (true) {
      int start = in.position;
      String name = name();
      in.trail().member(name);
      if (in.next() != ':') {
        throw expected("':' after the name");
      }
      in.position++;
      if (!members.add(name, value("a value"))) {
        throw in.error("the name appears twice in its object", start);
      }
      in.trail().between();
      switch (in.next()) {
        case ',' -> in.position++;
        case '}' -> {
          return close(JsonObject.trusted(members));
        }
        default -> throw expected("',' or '}'");
      }
      in.next();
    }
  }

  private String name() {
    if (in.peek() != '"') {
      throw expected("a name in double quotes");
    }
    return Names.read(in);
  }

  private JsonArray array() {
    enter();
    if (in.next() == ']') {
      return close(JsonArray.EMPTY);
    }
    List<JsonValue> values = new ArrayList<>();
    while (true) {
      in.trail().element(values.size());
      values.add(value("a value"));
      in.trail().between();
      switch (in.next()) {
        case ',' -> in.position++;
        case ']' -> {
          return close(JsonArray.trusted(values.toArray(JsonValue[]::new)));
        }
        default -> throw expected("',' or ']'");
      }
    }
  }

  private void enter() {
    if (in.trail().enter() > limits.depth()) {
      in.trail().leave();
      throw in.error(Depth.tooDeep(limits), in.position);
    }
    in.position++;
  }

  private <T> T close(T value) {
    in.position++;
    in.trail().leave();
    return value;
  }

  private JsonValue word(String word, JsonValue value, String expected) {
    int to = in.position + word.length();
    if (to > in.end || !in.latin1(in.position, to).equals(word)) {
      throw expected(expected);
    }
    in.position = to;
    return value;
  }

  private JsonException expected(String what) {
    return in.error("expected " + what + ", found " + Found.at(in), in.position);
  }
}
