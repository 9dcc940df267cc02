package io.patternsdk.driver.redis;

import io.patternsdk.core.pubsub.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How names of one kind are stored: as they are, but for what begins with {@code !} after the
 * namespace, which is the driver's own.
 *
 * <p>On a cluster the driver's names have a tag, by which they are placed.
 *
 * <p>The driver's names are {@code <namespace>!<use>:<name>}; a user's name that begins with {@code
 * !} is kept apart from them as {@code <namespace>!key:<name>}. Different names stay different.
 */
final class RedisNames {
  private static final int TAG = 8;

  private final String namespace;
  private final String reserved;
  private final String escaped;
  private final boolean tagged;

  /** With the prefix that the core puts before every name of this kind. */
  RedisNames(String namespacePrefix) {
    this(namespacePrefix, false);
  }

  /**
   * With the prefix that the core puts before every name of this kind.
   *
   * @param tagged whether all that goes with one user's name has to lie in one slot of a cluster
   */
  RedisNames(String namespacePrefix, boolean tagged) {
    this.tagged = tagged;
    this.namespace = namespacePrefix;
    this.reserved = namespacePrefix + "!";
    this.escaped = reserved + "key:";
  }

  /** The stored form of a user's name, of a prefix of names, or of a pattern of topics. */
  String of(String name) {
    return name.startsWith(reserved) ? escaped + name.substring(namespace.length()) : name;
  }

  /** The name that is stored like this; null if it is the driver's own. */
  @Nullable String name(String stored) {
    if (!stored.startsWith(reserved)) {
      return stored;
    }
    return stored.startsWith(escaped) ? namespace + stored.substring(escaped.length()) : null;
  }

  /** A name of the driver's own, which no user's name is stored as. */
  String own(String use) {
    return reserved + use;
  }

  /** A name of the driver's own that goes with a user's name. */
  String own(String use, String name) {
    return reserved + use + ":" + tag(name) + local(name);
  }

  /** What places a key, and is of hexadecimal digits, because a name may have braces of its own. */
  private String tag(String name) {
    return tagged ? "{" + digest(name) + "}" : "";
  }

  private static String digest(String name) {
    return RedisScript.digest(name.getBytes(StandardCharsets.UTF_8)).substring(0, TAG);
  }

  /** Tells whether what goes with one name lies in one slot of a cluster, and so has a tag. */
  boolean tagged() {
    return tagged;
  }

  /** A name of the driver's own, of which there are several, each in a slot of its own. */
  String own(String use, int part) {
    return tagged ? reserved + use + "{" + part + "}" : own(use);
  }

  /** In which of so many parts a user's name belongs. */
  int part(String name, int parts) {
    return tagged ? (int) (Long.parseLong(digest(name), 16) % parts) : 0;
  }

  /** A user's name without its namespace. */
  String local(String name) {
    return name.startsWith(namespace) ? name.substring(namespace.length()) : name;
  }

  /** Redis' pattern for all that is stored of names with this prefix, and of no others. */
  String startingWith(String prefix) {
    return literal(of(prefix)) + "*";
  }

  /** Redis' pattern for all topics of {@code pattern}, and more: its {@code *} stops at no dot. */
  String matching(String pattern) {
    TopicPattern topics = TopicPattern.of(of(pattern));
    List<String> parts = new ArrayList<>();
    for (String segment : topics.segments()) {
      parts.add(segment.equals("*") ? "*" : literal(segment));
    }
    if (topics.openEnd()) {
      parts.add("*");
    }
    return String.join(".", parts);
  }

  private static String literal(String text) {
    return text.replaceAll("[*?\\[\\]\\\\]", "\\\\$0");
  }
}
