package io.patternsdk.core.json;

/** Measures what a value would be as compact text, and refuses it where a reader would. */
final class Measure {
  private final JsonLimits limits;
  private final Trail trail = new Trail();
  private long bytes;

  Measure(JsonLimits limits) {
    this.limits = limits;
  }

  void check(JsonValue value) {
    visit(value);
    if (bytes > limits.bytes()) {
      throw new JsonException("a document of " + bytes + " bytes; the limit is " + limits.bytes());
    }
  }

  private void visit(JsonValue value) {
    switch (value) {
      case JsonString string -> bytes += Quoting.bytes(string.value());
      case JsonNumber number -> number(number.text());
      case JsonArray array -> array(array);
      case JsonObject object -> object(object);
      case JsonBoolean bool -> bytes += bool.toString().length();
      case JsonNull none -> bytes += none.toString().length();
    }
  }

  private void number(String text) {
    bytes += text.length();
    if (text.length() > limits.numberLength()) {
      throw refused(NumberLiteral.tooLong(text.length(), limits));
    }
  }

  private void array(JsonArray array) {
    enter(array.size());
    for (int i = 0; i < array.size(); i++) {
      trail.element(i);
      visit(array.value(i));
    }
    trail.leave();
  }

  private void object(JsonObject object) {
    Members members = object.members();
    enter(members.size());
    for (int i = 0; i < members.size(); i++) {
      trail.member(members.name(i));
      bytes += Quoting.bytes(members.name(i)) + 1;
      visit(members.value(i));
    }
    trail.leave();
  }

  /** Counts two brackets, and a comma between each two parts. */
  private void enter(int parts) {
    bytes += 2 + Math.max(0, parts - 1);
    if (trail.enter() > limits.depth()) {
      trail.leave();
      throw refused(Depth.tooDeep(limits));
    }
  }

  private JsonException refused(String problem) {
    return new JsonException(problem, trail.toString(), 0, 0, -1);
  }
}
