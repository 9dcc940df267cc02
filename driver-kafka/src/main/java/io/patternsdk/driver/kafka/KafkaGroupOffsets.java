package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Where groups are, as the brokers keep it, and what can be changed of it from outside. */
final class KafkaGroupOffsets {
  private final KafkaConnections kafka;

  KafkaGroupOffsets(KafkaConnections kafka) {
    this.kafka = kafka;
  }

  /** Returns the next offset of a group in each partition that it has a place in. */
  Map<Integer, Long> committed(String topic, String group) {
    Map<Integer, Long> committed = new TreeMap<>();
    try {
      kafka
          .ask(
              ms ->
                  kafka
                      .admin()
                      .listConsumerGroupOffsets(
                          group, new ListConsumerGroupOffsetsOptions().timeoutMs(ms))
                      .partitionsToOffsetAndMetadata())
          .forEach(
              (partition, place) -> {
                if (place != null && partition.topic().equals(topic)) {
                  committed.put(partition.partition(), place.offset());
                }
              });
    } catch (BackendException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    return committed;
  }

  /** Sets places of a group; false if it has members, which alone may then do it. */
  boolean place(String topic, String group, Map<Integer, Long> places) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    places.forEach(
        (partition, next) ->
            all.put(new TopicPartition(topic, partition), new OffsetAndMetadata(next)));
    try {
      kafka.ask(
          ms ->
              kafka
                  .admin()
                  .alterConsumerGroupOffsets(
                      group, all, new AlterConsumerGroupOffsetsOptions().timeoutMs(ms))
                  .all()
                  .thenApply(done -> true));
      return true;
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /** Returns, for each partition, the first offset that some group has not committed. */
  Map<Integer, Long> floors(String topic, Collection<Integer> partitions) {
    Map<Integer, Long> floors = new HashMap<>();
    String prefix = KafkaNames.groupsOf(topic);
    for (GroupListing listed :
        kafka.ask(ms -> kafka.admin().listGroups(new ListGroupsOptions().timeoutMs(ms)).all())) {
      if (listed.groupId().startsWith(prefix)) {
        Map<Integer, Long> committed = committed(topic, listed.groupId());
        partitions.forEach(each -> floors.merge(each, committed.getOrDefault(each, 0L), Math::min));
      }
    }
    return floors;
  }
}
