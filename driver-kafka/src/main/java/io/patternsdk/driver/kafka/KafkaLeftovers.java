package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionOptions;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions that a partition has open and their coordinator does not know any more, as a broker
 * may leave them that was killed. Nobody would end them, and readers would wait for ever.
 */
final class KafkaLeftovers {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;

  KafkaLeftovers(KafkaConnections kafka, KafkaTopics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /**
   * Ends those of a writer that has none open by its own account, in the partitions of a topic. Who
   * may not do that leaves them to somebody who may.
   *
   * @param id by which brokers know the writer
   */
  void end(String id, String topic, int partitions) {
    List<Integer> all = IntStream.range(0, partitions).boxed().toList();
    if (topics.ends(topic, all).equals(topics.allEnds(topic, all))) {
      return;
    }
    try {
      abort(id, topic, all);
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.PERMISSION_DENIED) {
        throw e;
      }
    }
  }

  private void abort(String id, String topic, List<Integer> all) {
    TransactionDescription writer =
        kafka.ask(
            ms ->
                kafka
                    .admin()
                    .describeTransactions(
                        List.of(id), new DescribeTransactionsOptions().timeoutMs(ms))
                    .description(id));
    if (isBusy(writer.state())) {
      return; // another has opened the name since, and what is open is its
    }
    leftBy(writer, topic, all)
        .forEach(
            left ->
                kafka.ask(
                    ms ->
                        kafka
                            .admin()
                            .abortTransaction(left, new AbortTransactionOptions().timeoutMs(ms))
                            .all()
                            .thenApply(done -> true)));
  }

  private static boolean isBusy(TransactionState state) {
    return switch (state) {
      case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> false;
      default -> true;
    };
  }

  /**
   * Finds what was begun before the writer was opened as it was described: who opens it later, and
   * that one itself, has no lesser epoch, and its transactions may yet be committed.
   */
  private List<AbortTransactionSpec> leftBy(
      TransactionDescription writer, String topic, List<Integer> all) {
    long producer = writer.producerId();
    List<TopicPartition> partitions =
        all.stream().map(partition -> new TopicPartition(topic, partition)).toList();
    Map<TopicPartition, PartitionProducerState> states =
        kafka.ask(
            ms ->
                kafka
                    .admin()
                    .describeProducers(partitions, new DescribeProducersOptions().timeoutMs(ms))
                    .all());
    List<AbortTransactionSpec> left = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      Objects.requireNonNull(states.get(partition)).activeProducers().stream()
          .filter(each -> each.producerId() == producer)
          .filter(each -> each.producerEpoch() < writer.producerEpoch())
          .filter(each -> each.currentTransactionStartOffset().isPresent())
          .map(
              each ->
                  new AbortTransactionSpec(
                      partition,
                      producer,
                      (short) each.producerEpoch(),
                      each.coordinatorEpoch().orElse(0)))
          .forEach(left::add);
    }
    return left;
  }
}
