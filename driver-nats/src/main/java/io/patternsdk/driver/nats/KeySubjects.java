package io.patternsdk.driver.nats;

import io.patternsdk.core.driver.NameEncoding;
import java.util.StringJoiner;

/**
 * How keys are written as subjects, in the characters that a key-value bucket can hold: {@code :}
 * becomes {@code .}, an empty part between two of them {@code =}; ASCII letters, digits and {@code
 * -_/} are kept, and other bytes become {@code =} and two hexadecimal digits. So a prefix that ends
 * with {@code :} can be asked of the server.
 */
final class KeySubjects {
  private static final String EMPTY = "=";
  private static final NameEncoding PART = NameEncoding.of("-_/", '=');

  private final String prefix;

  KeySubjects(String prefix) {
    this.prefix = prefix;
  }

  String subject(String key) {
    StringJoiner subject = new StringJoiner(".", prefix, "");
    for (String part : key.split(":", -1)) {
      subject.add(encoded(part));
    }
    return subject.toString();
  }

  /** The subjects among which all keys are that begin with {@code keyPrefix}. */
  String filter(String keyPrefix) {
    int end = keyPrefix.lastIndexOf(':');
    return end < 0 ? prefix + ">" : subject(keyPrefix.substring(0, end)) + ".>";
  }

  /** The key of a subject; what nobody of ours has encoded is read as it is. */
  String key(String subject) {
    StringJoiner key = new StringJoiner(":");
    for (String part : subject.substring(prefix.length()).split("\\.", -1)) {
      key.add(decoded(part));
    }
    return key.toString();
  }

  private static String encoded(String part) {
    return part.isEmpty() ? EMPTY : PART.encode(part);
  }

  private static String decoded(String part) {
    try {
      return part.equals(EMPTY) ? "" : PART.decode(part);
    } catch (IllegalArgumentException foreign) {
      return part;
    }
  }
}
