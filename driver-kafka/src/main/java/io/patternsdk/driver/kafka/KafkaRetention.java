package io.patternsdk.driver.kafka;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamRetention;
import io.patternsdk.core.stream.coordination.TrimSchedule;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Bounds what streams keep by deleting records up to an offset. A topic's own {@code retention.ms}
 * would remove what groups have not read.
 */
final class KafkaRetention implements StreamRetention {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaCatalog catalog;
  private final KafkaGroupOffsets groups;
  private final TrimSchedule schedule;

  KafkaRetention(
      KafkaConnections kafka, KafkaTopics topics, KafkaCatalog catalog, KafkaGroupOffsets groups) {
    this.kafka = kafka;
    this.topics = topics;
    this.catalog = catalog;
    this.groups = groups;
    this.schedule = new TrimSchedule(this::trim, kafka.clock());
  }

  @Override
  public void retain(String stream, Retention bounds) {
    catalog.retain(KafkaNames.topic(stream), bounds);
  }

  @Override
  public Retention retention(String stream) {
    return catalog.retention(KafkaNames.topic(stream));
  }

  @Override
  public long trim(String stream) {
    String topic = KafkaNames.topic(stream);
    Retention bounds = catalog.retention(topic);
    if (bounds.maxRecords().isEmpty() && bounds.maxAge().isEmpty()) {
      return 0;
    }
    Collection<Integer> all = ReadFrom.earliest().of(topics.ofStream(topic));
    Map<Integer, Long> begins = topics.begins(topic, all);
    Map<Integer, Long> keep = keep(topic, all, bounds);
    if (!bounds.removesUnread()) {
      Map<Integer, Long> floors = groups.floors(topic, all);
      keep.replaceAll((each, first) -> Math.min(first, floors.getOrDefault(each, first)));
    }
    keep.values().removeIf(first -> first <= 0);
    keep.entrySet().removeIf(each -> each.getValue() <= begins.getOrDefault(each.getKey(), 0L));
    delete(topic, keep);
    return keep.entrySet().stream()
        .mapToLong(each -> each.getValue() - begins.getOrDefault(each.getKey(), 0L))
        .sum();
  }

  /** Returns from where on the bounds keep each partition. */
  private Map<Integer, Long> keep(String topic, Collection<Integer> all, Retention bounds) {
    Map<Integer, Long> ends = topics.ends(topic, all);
    Map<Integer, Long> keep = new HashMap<>();
    ends.forEach((each, end) -> keep.put(each, Math.max(0, end - bounds.maxRecords().orElse(end))));
    long now = kafka.clock().now().toEpochMilli();
    bounds
        .maxAge()
        .filter(age -> age.compareTo(Duration.ofMillis(now)) < 0)
        .map(age -> topics.offsets(topic, all, OffsetSpec.forTimestamp(now - age.toMillis())))
        .ifPresent(
            young ->
                young.forEach(
                    (each, first) ->
                        keep.merge(
                            each, first < 0 ? ends.getOrDefault(each, 0L) : first, Math::max)));
    return keep;
  }

  private void delete(String topic, Map<Integer, Long> keep) {
    if (keep.isEmpty()) {
      return;
    }
    Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
    keep.forEach(
        (each, first) ->
            before.put(new TopicPartition(topic, each), RecordsToDelete.beforeOffset(first)));
    Deadline deadline = kafka.begin();
    kafka.ask(
        deadline,
        ms ->
            kafka
                .admin()
                .deleteRecords(before, new DeleteRecordsOptions().timeoutMs(ms))
                .all()
                .thenApply(done -> true));
    keep.forEach((each, first) -> topics.trimmed(topic, each, first));
  }

  /** Says that a stream was appended to, which is trimmed about once a minute then. */
  void appended(String stream) {
    schedule.appended(stream);
  }

  /** Trims no more by itself. */
  void close() {
    schedule.close();
  }
}
