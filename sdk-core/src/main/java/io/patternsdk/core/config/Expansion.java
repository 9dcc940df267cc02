package io.patternsdk.core.config;

import java.util.regex.Pattern;

/** One walk over one text; a recursive descent, because a default may hold placeholders. */
final class Expansion {

  private static final int DEEPEST = 8;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
  private static final String FORMS = "write ${NAME}, ${NAME:default} or ${file:path}";

  private final String text;
  private final Placeholders.Environment environment;
  private final Redaction redaction;
  private int at;

  Expansion(String text, Placeholders.Environment environment, Redaction redaction) {
    this.text = text;
    this.environment = environment;
    this.redaction = redaction;
  }

  String all() {
    return literal(0, true);
  }

  /** Text up to its end or, inside a placeholder, up to the brace that closes it. */
  private String literal(int depth, boolean wanted) {
    StringBuilder result = new StringBuilder();
    while (at < text.length() && !(depth > 0 && text.charAt(at) == '}')) {
      if (text.startsWith("$${", at)) {
        result.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        at += 2;
        result.append(placeholder(depth + 1, wanted));
      } else {
        result.append(text.charAt(at++));
      }
    }
    return result.toString();
  }

  /** What follows the opening brace, that brace consumed; values are looked up only if wanted. */
  private String placeholder(int depth, boolean wanted) {
    if (depth > DEEPEST) {
      throw new UnresolvedException("has placeholders nested too deeply", "at most " + DEEPEST);
    }
    String name = name();
    if (text.charAt(at) == '}') {
      at++;
      return wanted ? required(name) : "";
    }
    at++;
    if (name.equals("file")) {
      int start = at;
      String path = argument(depth, wanted);
      String written = text.substring(start, at - 1);
      return wanted ? hidden(SecretFile.read(path, written), "file:" + written) : "";
    }
    String value = environment.variable(name);
    String fallback = argument(depth, wanted && value == null);
    return value == null ? fallback : hidden(value, name);
  }

  private String hidden(String value, String name) {
    redaction.expanded(value, "${" + name + "}");
    return value;
  }

  private String name() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '}') {
      at++;
    }
    if (at == text.length()) {
      throw unclosed();
    }
    String name = text.substring(start, at);
    if (!NAME.matcher(name).matches()) {
      throw new UnresolvedException("has a malformed placeholder", FORMS);
    }
    return name;
  }

  private String argument(int depth, boolean wanted) {
    String result = literal(depth, wanted);
    if (at == text.length()) {
      throw unclosed();
    }
    at++;
    return result;
  }

  private String required(String name) {
    String value = environment.variable(name);
    if (value == null) {
      throw new UnresolvedException(
          "needs the environment variable " + name + ", which is not set",
          "set it or write ${" + name + ":default}");
    }
    return hidden(value, name);
  }

  private static UnresolvedException unclosed() {
    return new UnresolvedException(
        "has a placeholder without its closing brace", FORMS + ", or $${ for the text ${");
  }
}
