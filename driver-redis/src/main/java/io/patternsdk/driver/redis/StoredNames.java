package io.patternsdk.driver.redis;

import org.jspecify.annotations.Nullable;

/**
 * How names of one kind are stored: as they are, but for what begins with {@code !} after the
 * namespace, which is the driver's own.
 *
 * <p>The driver's names are {@code <namespace>!<use>:<name>}; a user's name that begins with {@code
 * !} is kept apart from them as {@code <namespace>!key:<name>}. Different names stay different.
 */
final class StoredNames {
  private static final String MARK = "!";

  private final String namespace;
  private final String reserved;
  private final String escaped;

  /** With the prefix that the core puts before every name of this kind. */
  StoredNames(String namespacePrefix) {
    this.namespace = namespacePrefix;
    this.reserved = namespacePrefix + MARK;
    this.escaped = reserved + "key:";
  }

  /** The stored form of a user's name or of a prefix of names. */
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

  /** A name of the driver's own that goes with a user's name without its namespace. */
  String own(String use, String rest) {
    return reserved + use + ":" + rest;
  }

  /** A user's name without its namespace. */
  String rest(String name) {
    return name.startsWith(namespace) ? name.substring(namespace.length()) : name;
  }
}
