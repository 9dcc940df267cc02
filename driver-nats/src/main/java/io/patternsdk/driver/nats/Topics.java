package io.patternsdk.driver.nats;

import io.patternsdk.core.driver.NameEncoding;
import io.patternsdk.core.pubsub.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * How topics are written as subjects: segment by segment, so that wildcards keep their meaning. A
 * segment of letters, digits and {@code -_:/@+} is kept; an empty one becomes {@code =}; other
 * bytes become {@code =} and two hexadecimal digits. {@code $} is never kept, so no topic reaches a
 * subject that the server or the driver uses for itself.
 */
final class Topics {
  private static final String EMPTY = "=";
  private static final String KEPT = "-_:/@+";
  private static final NameEncoding SEGMENT = NameEncoding.of(KEPT, '=');

  private Topics() {}

  static String subject(String topic) {
    return plain(topic) ? topic : encodedSubject(topic);
  }

  /** Tells whether a topic is written as it is: no segment is empty and every character is kept. */
  private static boolean plain(String topic) {
    char before = '.';
    for (int i = 0; i < topic.length(); i++) {
      char c = topic.charAt(i);
      boolean kept =
          c == '.'
              ? before != '.'
              : (c >= 'a' && c <= 'z')
                  || (c >= '0' && c <= '9')
                  || (c >= 'A' && c <= 'Z')
                  || KEPT.indexOf(c) >= 0;
      if (!kept) {
        return false;
      }
      before = c;
    }
    return before != '.';
  }

  private static String encodedSubject(String topic) {
    StringJoiner subject = new StringJoiner(".");
    for (String segment : topic.split("\\.", -1)) {
      subject.add(encoded(segment));
    }
    return subject.toString();
  }

  static String subject(TopicPattern pattern) {
    List<String> segments = new ArrayList<>();
    for (String segment : pattern.segments()) {
      segments.add(segment.equals("*") ? segment : encoded(segment));
    }
    if (pattern.openEnd()) {
      segments.add(">");
    }
    return String.join(".", segments);
  }

  /** The topic of a subject; what nobody of ours has encoded is its own topic. */
  static String topic(String subject) {
    if (subject.indexOf('=') < 0) {
      return subject;
    }
    try {
      StringJoiner topic = new StringJoiner(".");
      for (String segment : subject.split("\\.", -1)) {
        topic.add(segment.equals(EMPTY) ? "" : SEGMENT.decode(segment));
      }
      return topic.toString();
    } catch (IllegalArgumentException foreign) {
      return subject;
    }
  }

  private static String encoded(String segment) {
    return segment.isEmpty() ? EMPTY : SEGMENT.encode(segment);
  }
}
