package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * The values of a statement's parameters, in the form in which the server reads them: what somebody
 * gives never becomes a part of the statement.
 */
final class Parameters {
  private final Map<String, Object> texts = new HashMap<>();

  private Parameters() {}

  static Parameters none() {
    return new Parameters();
  }

  static Parameters of(String name, String value) {
    return none().text(name, value);
  }

  /** Sets a parameter of type String. */
  Parameters text(String name, String value) {
    texts.put(name, escaped(value.getBytes(UTF_8)));
    return this;
  }

  Parameters number(String name, Number value) {
    texts.put(name, value.toString());
    return this;
  }

  /** Sets a parameter whose text is in the server's form already. */
  Parameters literal(String name, String text) {
    texts.put(name, text);
    return this;
  }

  Map<String, Object> texts() {
    return texts;
  }

  /** Returns text in quotes, as an element of an array. */
  static String quoted(byte[] text) {
    return "'" + escaped(text) + "'";
  }

  /** Escapes what means something to the server, and all that is not ASCII or is invisible. */
  static String escaped(byte[] text) {
    StringBuilder escaped = new StringBuilder(text.length + 16);
    for (byte each : text) {
      if (each == '\\' || each == '\'') {
        escaped.append('\\').append((char) each);
      } else if (each >= ' ' && each < 0x7f) {
        escaped.append((char) each);
      } else {
        escaped.append("\\x%02X".formatted(each));
      }
    }
    return escaped.toString();
  }
}
