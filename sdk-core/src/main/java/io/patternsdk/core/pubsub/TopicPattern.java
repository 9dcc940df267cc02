package io.patternsdk.core.pubsub;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.util.List;

/**
 * A pattern of topics as {@link PubSubWildcards} defines it. Drivers whose own wildcards mean
 * something else subscribe to more and let this decide. Immutable.
 */
public final class TopicPattern {
  private final List<String> segments;
  private final boolean openEnd;

  private TopicPattern(List<String> segments, boolean openEnd) {
    this.segments = segments;
    this.openEnd = openEnd;
  }

  /**
   * Reads a pattern.
   *
   * @throws BackendException INVALID_ARGUMENT if a segment is empty or {@code >} is not the last
   */
  public static TopicPattern of(String pattern) {
    List<String> segments = List.of(pattern.split("\\.", -1));
    if (segments.contains("")) {
      throw invalid(pattern, "has an empty segment");
    }
    int open = segments.indexOf(">");
    if (open >= 0 && open < segments.size() - 1) {
      throw invalid(pattern, "has > before its end");
    }
    return open < 0
        ? new TopicPattern(segments, false)
        : new TopicPattern(segments.subList(0, open), true);
  }

  /** Returns the segments, without a final {@code >}. */
  public List<String> segments() {
    return segments;
  }

  /** Tells whether the pattern ends in {@code >}. */
  public boolean openEnd() {
    return openEnd;
  }

  /** Tells whether a topic matches. */
  public boolean matches(String topic) {
    String[] actual = topic.split("\\.", -1);
    if (openEnd ? actual.length <= segments.size() : actual.length != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!segments.get(i).equals("*") && !segments.get(i).equals(actual[i])) {
        return false;
      }
    }
    return true;
  }

  private static BackendException invalid(String pattern, String problem) {
    return new BackendException(
        ErrorKind.INVALID_ARGUMENT,
        "topic pattern \"" + pattern + "\" " + problem + "; write for example orders.*.eu or a.>");
  }
}
