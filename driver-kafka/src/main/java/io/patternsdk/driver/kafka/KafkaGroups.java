package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Groups of consumers as the brokers coordinate them. */
final class KafkaGroups implements StreamConsumerGroups {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaStream streams;
  private final KafkaGroupOffsets offsets;
  private final String protocol;
  private final Set<KafkaMember> members = ConcurrentHashMap.newKeySet();

  KafkaGroups(
      KafkaConnections kafka,
      KafkaTopics topics,
      KafkaStream streams,
      KafkaGroupOffsets offsets,
      String protocol) {
    this.kafka = kafka;
    this.topics = topics;
    this.streams = streams;
    this.offsets = offsets;
    this.protocol = protocol;
  }

  @Override
  public GroupMember join(String stream, String group, ReadFrom from) {
    String topic = KafkaNames.topic(stream);
    String name = KafkaNames.group(topic, group);
    Collection<Integer> read = from.of(topics.ofStream(topic));
    begin(topic, name, read, from);
    KafkaMember member = new KafkaMember(kafka, topics, topic, name, members::remove);
    members.add(member);
    member.start(() -> kafka.clients().member(name, protocol));
    return member;
  }

  /**
   * Gives the group a place in the partitions in which it has none. Whoever is in it already, or
   * comes first, has done so for all.
   */
  private void begin(String topic, String group, Collection<Integer> read, ReadFrom from) {
    Collection<Integer> missing = missing(topic, group);
    while (!missing.isEmpty()) {
      Set<Integer> others = new TreeSet<>(missing);
      others.removeAll(read);
      missing.retainAll(read);
      Map<Integer, Long> places = new TreeMap<>(streams.places(topic, missing, from));
      places.putAll(streams.places(topic, others, ReadFrom.earliest()));
      Deadline deadline = kafka.begin();
      if (offsets.place(topic, group, places)) {
        return;
      }
      kafka.pause(deadline);
      missing = missing(topic, group);
    }
  }

  private Collection<Integer> missing(String topic, String group) {
    Set<Integer> missing = new TreeSet<>(ReadFrom.earliest().of(topics.ofStream(topic)));
    missing.removeAll(offsets.committed(topic, group).keySet());
    return missing;
  }

  @Override
  public void reset(String stream, String group, ReadFrom to) {
    String topic = KafkaNames.topic(stream);
    String name = KafkaNames.group(topic, group);
    Collection<Integer> moved = to.of(topics.ofStream(topic));
    Map<Integer, Long> places = streams.places(topic, moved, to);
    Deadline deadline = kafka.begin();
    while (!places.isEmpty()) {
      List<KafkaMember> own = members.stream().filter(each -> each.isOf(name)).toList();
      if (own.isEmpty() && offsets.place(topic, name, places)) {
        return;
      }
      own.forEach(member -> places.keySet().removeAll(member.move(places, deadline)));
      if (!places.isEmpty() && deadline.passed()) {
        throw new BackendException(
            ErrorKind.CONFLICT,
            places.size() == moved.size() ? Effect.NONE : Effect.UNKNOWN,
            "partitions "
                + places.keySet()
                + " belong to members in other processes, which alone can be told to move: end"
                + " them, or move the group there",
            null);
      }
      kafka.pause(deadline);
    }
  }

  @Override
  public Map<Integer, Long> lag(String stream, String group) {
    String topic = KafkaNames.topic(stream);
    Map<Integer, Long> committed = offsets.committed(topic, KafkaNames.group(topic, group));
    Map<Integer, Long> lag = new TreeMap<>();
    if (committed.isEmpty()) {
      return lag;
    }
    Collection<Integer> all = ReadFrom.earliest().of(topics.ofStream(topic));
    Map<Integer, Long> begins = topics.begins(topic, all);
    Map<Integer, Long> ends = topics.ends(topic, all);
    for (int each : all) {
      long begin = begins.getOrDefault(each, 0L);
      long end = ends.getOrDefault(each, 0L);
      lag.put(each, Math.max(0, end - Math.max(begin, committed.getOrDefault(each, 0L))));
    }
    return lag;
  }

  /** Ends all members. */
  void close() {
    List.copyOf(members).forEach(GroupMember::close);
  }
}
