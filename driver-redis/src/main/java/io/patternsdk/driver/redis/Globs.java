package io.patternsdk.driver.redis;

import io.patternsdk.core.pubsub.TopicPattern;
import java.util.ArrayList;
import java.util.List;

/** Writes Redis' glob patterns, in which {@code * ? [ ] \} mean something unless escaped. */
final class Globs {
  private Globs() {}

  /** Matches exactly {@code text}. */
  static String literal(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || c == '[' || c == ']' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  /** Matches everything that begins with {@code prefix}. */
  static String prefix(String prefix) {
    return literal(prefix) + "*";
  }

  /** Matches all that {@code pattern} does, and more: its {@code *} stops at no dot. */
  static String superset(TopicPattern pattern) {
    List<String> parts = new ArrayList<>();
    for (String segment : pattern.segments()) {
      parts.add(segment.equals("*") ? "*" : literal(segment));
    }
    if (pattern.openEnd()) {
      parts.add("*");
    }
    return String.join(".", parts);
  }
}
