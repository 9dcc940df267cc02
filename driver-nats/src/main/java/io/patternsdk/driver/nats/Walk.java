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
final class Walk implements AutoCloseable {
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);
  static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 8L << 20;

  private final Store store;
  private final Inbox inbox;
  private final String consumer;
  private final byte[] request;
  private final int page;
  private final long size;
  private long left;
  private long taken;
  private boolean asked;

  private Walk(Store store, Inbox inbox, ConsumerInfo made, int page) {
    this.page = page;
    this.store = store;
    this.inbox = inbox;
    this.consumer = store.name() + "." + made.getName();
    this.size = made.getCalculatedPending();
    this.left = size;
    long bytes = PAGE_BYTES + 2 * store.link().connection().getServerInfo().getMaxPayload();
    this.request =
        ("{\"batch\":" + page + ",\"max_bytes\":" + bytes + ",\"expires\":1000000000}")
            .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Starts one.
   *
   * @param bodies whether the messages come with their bodies
   * @param most how many messages are wanted at all
   */
  static Walk over(Store store, String filter, boolean bodies, int most, Deadline deadline) {
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
    ConsumerInfo made = store.with(deadline, () -> Consumers.create(store, "", consumer, deadline));
    return new Walk(store, new Inbox(store.link()), made, Math.min(PAGE, most));
  }

  /** How many messages there were when the walk began. */
  long size() {
    return size;
  }

  /** Returns the next messages; none at the end. */
  List<Message> next(Deadline deadline) {
    List<Message> messages = new ArrayList<>();
    while (messages.isEmpty() && more()) {
      ask();
      fill(messages, deadline);
    }
    if (more() && page == PAGE) {
      ask();
    }
    return messages;
  }

  private boolean more() {
    return left > 0 && taken < size;
  }

  /** Tells, at the end, whether all messages were met, and each once. */
  boolean undisturbed() {
    return left == 0 && taken == size;
  }

  private void ask() {
    if (!asked) {
      store.link().publish("$JS.API.CONSUMER.MSG.NEXT." + consumer, inbox.subject(), null, request);
      asked = true;
    }
  }

  private void fill(List<Message> messages, Deadline deadline) {
    while (messages.size() < page && more()) {
      Message message =
          inbox.next(deadline.remainingNanos()).orElseThrow(NatsErrors::noAnswerInTime);
      if (ofAnEarlierPage(message)) {
        continue;
      }
      if (message.isStatusMessage()) {
        asked = false;
        ended(message, messages.isEmpty());
        return;
      }
      NatsJetStreamMetaData place = message.metaData();
      if (place.consumerSequence() != taken + 1) {
        throw NatsErrors.lost();
      }
      taken++;
      left = place.pendingCount();
      messages.add(message);
    }
    asked = false;
  }

  /** Servers from 2.11 on say after a full page that it was full. */
  private static boolean ofAnEarlierPage(Message message) {
    return message.isStatusMessage()
        && message.getStatus().getCode() == 409
        && message.getStatus().getMessage().startsWith("Batch Completed");
  }

  private void ended(Message status, boolean empty) {
    switch (status.getStatus().getCode()) {
      // There is no more, although the server has counted more.
      case 404, 408 -> left = 0;
      // The page is as large as it may be.
      case 409 -> {
        if (empty) {
          throw NatsErrors.status(status.getStatus());
        }
      }
      default -> throw NatsErrors.status(status.getStatus());
    }
  }

  @Override
  public void close() {
    inbox.close();
    if (!store.link().closed()) {
      store.api().tell("CONSUMER.DELETE." + consumer);
    }
  }
}
