package io.patternsdk.driver.nats;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.patternsdk.core.driver.NameEncoding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How the partitions of streams are written as subjects, and consumers of them: {@code
 * <prefix><stream>.<partition>}.
 *
 * @param prefix what all of them begin with
 * @param several whether a consumer may have several subjects
 */
record StreamSubjects(String prefix, boolean several) {
  private static final NameEncoding NAME = NameEncoding.of("-_", '=');

  String subject(String stream, int partition) {
    return prefix + NAME.encode(stream) + "." + partition;
  }

  static int partition(String subject) {
    return Integer.parseInt(subject.substring(subject.lastIndexOf('.') + 1));
  }

  /** A consumer of some partitions from a number on; it may read others, too. */
  ConsumerConfiguration from(String stream, Collection<Integer> partitions, long first) {
    return filtered(stream, partitions)
        .deliverPolicy(DeliverPolicy.ByStartSequence)
        .startSequence(first)
        .build();
  }

  ConsumerConfiguration.Builder filtered(String stream, Collection<Integer> partitions) {
    ConsumerConfiguration.Builder consumer = StreamConsumer.configuration();
    if (partitions.size() == 1) {
      return consumer.filterSubject(subject(stream, partitions.iterator().next()));
    }
    if (!several) {
      return consumer.filterSubject(prefix + NAME.encode(stream) + ".*");
    }
    List<String> subjects = new ArrayList<>();
    partitions.forEach(partition -> subjects.add(subject(stream, partition)));
    return consumer.filterSubjects(subjects);
  }
}
