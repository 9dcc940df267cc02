package io.patternsdk.core.capability;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * Checks names and keeps the names of different patterns on one backend apart by a prefix: {@code
 * name:} for keys, queues and streams, {@code name.} as the first segment of topics. The empty
 * namespace has no prefix. Immutable.
 */
public final class Namespace {
  /** The most UTF-8 bytes of a key, topic or queue name, before prefix and encoding. */
  public static final int MAX_NAME_BYTES = 512;

  private final String name;
  private final String keyPrefix;
  private final String topicPrefix;

  private Namespace(String name) {
    this.name = name;
    this.keyPrefix = name.isEmpty() ? "" : name + ":";
    this.topicPrefix = name.isEmpty() ? "" : name + ".";
  }

  /**
   * Returns the namespace of this name.
   *
   * @throws IllegalArgumentException if it has characters other than a-z, A-Z, 0-9, - and _, or
   *     more than 64
   */
  public static Namespace of(String name) {
    boolean plain =
        name.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    if (!plain || name.length() > 64) {
      throw new IllegalArgumentException(
          "namespace \"" + name + "\" must be at most 64 of a-z, A-Z, 0-9, - and _");
    }
    return new Namespace(name);
  }

  /** Returns its name; empty if names get no prefix. */
  public String name() {
    return name;
  }

  /** Returns the key as the driver sees it. */
  public String key(String key) {
    return prefixed(keyPrefix, checked("key", key));
  }

  /** Returns the prefix of keys as the driver sees it; the empty prefix is allowed. */
  public String keyPrefix(String prefix) {
    return prefix.isEmpty() ? keyPrefix : key(prefix);
  }

  /** Returns the key as the caller knows it. */
  public String stripKey(String key) {
    return key.substring(keyPrefix.length());
  }

  /** Returns the queue name as the driver sees it. */
  public String queue(String queue) {
    return prefixed(keyPrefix, checked("queue name", queue));
  }

  /** Returns the name of a stream as the driver sees it. */
  public String stream(String stream) {
    return prefixed(keyPrefix, checked("stream name", stream));
  }

  /** Returns the name of a time series as the driver sees it. */
  public String series(String series) {
    return prefixed(keyPrefix, checked("series name", series));
  }

  /** Returns the name of a change feed as the driver sees it. */
  public String feed(String feed) {
    return prefixed(keyPrefix, checked("feed name", feed));
  }

  /**
   * Returns the key of a blob as the driver sees it.
   *
   * @param maxBytes the most UTF-8 bytes that this may have
   */
  public String blob(String key, int maxBytes) {
    int most = maxBytes - keyPrefix.length();
    String problem = problem(key, most);
    if (problem != null) {
      throw new BackendException(ErrorKind.INVALID_ARGUMENT, "key " + problem);
    }
    return prefixed(keyPrefix, key);
  }

  /** Checks the name of a group of consumers, which belongs to its stream and gets no prefix. */
  public void checkGroup(String group) {
    checked("group name", group);
  }

  /** Returns the topic as the driver sees it. */
  public String topic(String topic) {
    return prefixed(topicPrefix, checked("topic", topic));
  }

  /** Returns the pattern of topics as the driver sees it; its form is not checked. */
  public String topicPattern(String pattern) {
    return prefixed(topicPrefix, checked("topic pattern", pattern));
  }

  /** Returns the topic as the caller knows it. */
  public String stripTopic(String topic) {
    return topic.substring(topicPrefix.length());
  }

  private static String prefixed(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + name; // the empty one would copy as well
  }

  private static String checked(String what, String text) {
    String problem = problem(text, MAX_NAME_BYTES);
    if (problem != null) {
      throw new BackendException(ErrorKind.INVALID_ARGUMENT, what + " " + problem);
    }
    return text;
  }

  private static @Nullable String problem(String text, int maxBytes) {
    if (text.isEmpty()) {
      return "is empty";
    }
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else if (Character.isSurrogate(c)) {
        return "has an unpaired surrogate at index " + i;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes <= maxBytes ? null : "has " + bytes + " UTF-8 bytes; at most " + maxBytes + " fit";
  }
}
