package io.patternsdk.driver.s3;

import io.patternsdk.core.driver.NameEncoding;
import org.jspecify.annotations.Nullable;

/** Keys as the server gets them: as they are, or without what it would take for a path. */
final class S3Names {
  private static final NameEncoding ESCAPED = NameEncoding.of("-_:", '=');

  private final boolean escaped;

  S3Names(boolean escaped) {
    this.escaped = escaped;
  }

  String of(String key) {
    return escaped ? ESCAPED.encode(key) : key;
  }

  /** Returns the key that has this name; null if it is nobody's here. */
  @Nullable String key(String name) {
    if (!escaped) {
      return name;
    }
    try {
      return ESCAPED.decode(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Tells whether a name can stand in a request's XML, which has no control characters. */
  static boolean fitsXml(String name) {
    return name.chars()
        .allMatch(c -> (c >= ' ' && c < 0xFFFE) || c == '\t' || c == '\n' || c == '\r');
  }
}
