package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.patternsdk.core.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the messages of some subjects in the order of their numbers, page by page, by a consumer
 * that the server forgets when it is not used. For one thread at a time.
 *
 * <p>It ends after as many messages as there were at its start. Where messages come and go on the
 * way, a subject may be met twice, or not at all; {@link #undisturbed} says that this was not so.
 */
final class ConsumerWalk implements AutoCloseable {
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);
  static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 8L << 20;

  private final NatsConnections connections;
  private final Inbox inbox;
  private final String consumer;
  private final byte[] request;
  private final int page;
  private final long size;
  private long left;
  private long taken;
  private boolean asked;
  private boolean heardOf;

  private ConsumerWalk(ServerStream stream, ConsumerInfo made, int page) {
    this.connections = stream.connections();
    this.page = page;
    this.consumer = stream.name() + "." + made.getName();
    this.size = made.getCalculatedPending();
    this.left = size;
    long bytes = PAGE_BYTES + 2 * connections.connection().getServerInfo().getMaxPayload();
    this.request =
        ("{\"batch\":" + page + ",\"max_bytes\":" + bytes + ",\"expires\":1000000000}")
            .getBytes(StandardCharsets.UTF_8);
    this.heardOf = !stream.facts().clustered();
    this.inbox = new Inbox(connections);
  }

  /**
   * Starts one.
   *
   * @param bodies whether the messages come with their bodies
   * @param most how many messages are wanted at all
   */
  static ConsumerWalk over(
      ServerStream stream, String filter, boolean bodies, int most, Deadline deadline) {
    ConsumerConfiguration consumer =
        ConsumerConfiguration.builder()
            .deliverPolicy(DeliverPolicy.All)
            .ackPolicy(AckPolicy.None)
            .filterSubject(filter)
            .memStorage(true)
            .numReplicas(1)
            .headersOnly(!bodies)
            .inactiveThreshold(FORGOTTEN_AFTER)
            .build();
    ConsumerInfo made =
        stream.with(
            deadline,
            () ->
                stream
                    .connections()
                    .manage(
                        deadline, streams -> streams.addOrUpdateConsumer(stream.name(), consumer)));
    return new ConsumerWalk(stream, made, Math.min(PAGE, most));
  }

  /** How many messages there were when the walk began. */
  long size() {
    return size;
  }

  /** Returns the next messages; none at the end. */
  List<StoredMessage> next(Deadline deadline) {
    List<StoredMessage> messages = new ArrayList<>();
    while (messages.isEmpty() && more()) {
      ask();
      fill(messages, deadline);
    }
    if (more() && page == PAGE) {
      ask(); // while the caller is busy with this page
    }
    return messages;
  }

  /** Tells whether something is left of what there was at the start. */
  boolean more() {
    return left > 0 && taken < size;
  }

  /** Tells, at the end, whether all messages were met, and each once. */
  boolean undisturbed() {
    return left == 0 && taken == size;
  }

  private void ask() {
    if (!asked) {
      send();
      asked = true;
    }
  }

  private void send() {
    connections.publish("$JS.API.CONSUMER.MSG.NEXT." + consumer, inbox.subject(), null, request);
  }

  private void fill(List<StoredMessage> messages, Deadline deadline) {
    while (messages.size() < page && more()) {
      Message message = heardOf ? inbox.next(deadline) : inbox.first(this::send, deadline);
      heardOf = true;
      if (message.isStatusMessage()) {
        PullStatus status = PullStatus.of(message.getStatus(), messages.isEmpty());
        if (status == PullStatus.EARLIER) {
          continue;
        }
        if (status == PullStatus.NO_MORE) {
          left = 0; // although the server has counted more
        }
        break;
      }
      NatsJetStreamMetaData place = message.metaData();
      if (place.consumerSequence() != taken + 1) {
        throw NatsErrors.lost();
      }
      taken++;
      left = place.pendingCount();
      messages.add(StoredMessage.delivered(message));
    }
    asked = false;
  }

  @Override
  public void close() {
    inbox.close();
    if (!connections.calls().closed()) {
      connections.publish("$JS.API.CONSUMER.DELETE." + consumer, null, null, new byte[0]);
    }
  }
}
