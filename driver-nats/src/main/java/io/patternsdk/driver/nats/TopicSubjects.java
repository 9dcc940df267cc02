package io.patternsdk.driver.nats;

import io.patternsdk.core.pubsub.TopicPattern;
import java.util.ArrayList;
import java.util.List;

/** How topics are written as subjects: segment by segment, so that wildcards keep their meaning. */
final class TopicSubjects {
  private static final SubjectTokens SEGMENTS = new SubjectTokens("-_:/@+", '.');

  private TopicSubjects() {}

  static String subject(String topic) {
    return SEGMENTS.subject(topic);
  }

  static String subject(TopicPattern pattern) {
    List<String> segments = new ArrayList<>();
    for (String segment : pattern.segments()) {
      segments.add(segment.equals("*") ? segment : SEGMENTS.subject(segment));
    }
    if (pattern.openEnd()) {
      segments.add(">");
    }
    return String.join(".", segments);
  }

  static String topic(String subject) {
    return SEGMENTS.name(subject);
  }
}
