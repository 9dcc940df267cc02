package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a stream that the server keeps for one reader and forgets when it is not used. Each
 * pull ends, with messages or without, before the next begins; what fails leaves it unusable. For
 * one thread, but for {@link #close}.
 */
final class StreamConsumer implements AutoCloseable {
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long PULL_BYTES = 1L << 20;

  private final NatsConnections connections;
  private final Inbox inbox;
  private final String name;
  private final ConsumerInfo made;
  private final long maxBytes;
  private boolean heardOf;
  private long taken;

  private StreamConsumer(ServerStream stream, ConsumerInfo made) {
    this.connections = stream.connections();
    this.made = made;
    this.name = stream.name() + "." + made.getName();
    // One message more than it should be is better than none.
    this.maxBytes = PULL_BYTES + 2 * connections.connection().getServerInfo().getMaxPayload();
    this.heardOf = !stream.facts().clustered();
    this.inbox = new Inbox(connections);
  }

  /** Starts a configuration; what is missing is where to begin and what to filter. */
  static ConsumerConfiguration.Builder configuration() {
    return ConsumerConfiguration.builder()
        .ackPolicy(AckPolicy.None)
        .memStorage(true)
        .numReplicas(1)
        .inactiveThreshold(FORGOTTEN_AFTER);
  }

  static StreamConsumer make(
      ServerStream stream, ConsumerConfiguration configuration, Deadline deadline) {
    return new StreamConsumer(
        stream,
        stream.with(
            deadline,
            () ->
                stream
                    .connections()
                    .manage(
                        deadline,
                        streams -> streams.addOrUpdateConsumer(stream.name(), configuration))));
  }

  /** How many messages there were to read when it was made. */
  long pending() {
    return made.getCalculatedPending();
  }

  /** The number before the first that it reads. */
  long before() {
    return made.getDelivered().getStreamSequence();
  }

  /** Returns what is there, at most so many messages. */
  List<StoredMessage> pull(int most, Deadline deadline) {
    return ended(most, deadline, "\"no_wait\":true");
  }

  /** Returns the next message as soon as there is one; none if the time has passed. */
  List<StoredMessage> await(Duration wait) {
    String expires = "\"expires\":" + Math.max(wait.toNanos(), Duration.ofMillis(1).toNanos());
    return ended(1, Deadline.current().sooner(Deadline.after(wait.plus(GRACE))), expires);
  }

  private List<StoredMessage> ended(int most, Deadline deadline, String until) {
    String request = "{\"batch\":" + most + ",\"max_bytes\":" + maxBytes + "," + until + "}";
    byte[] body = request.getBytes(StandardCharsets.UTF_8);
    String subject = "$JS.API.CONSUMER.MSG.NEXT." + name;
    Runnable ask = () -> connections.publish(subject, inbox.subject(), null, body);
    ask.run();
    List<StoredMessage> messages = new ArrayList<>();
    while (messages.size() < most) {
      Message message = heardOf ? inbox.next(deadline) : inbox.first(ask, deadline);
      heardOf = true;
      if (!message.isStatusMessage()) {
        if (message.metaData().consumerSequence() != ++taken) {
          throw NatsErrors.lost();
        }
        messages.add(StoredMessage.delivered(message));
      } else if (PullStatus.of(message.getStatus(), messages.isEmpty()) != PullStatus.EARLIER) {
        break;
      }
    }
    return messages;
  }

  /** Gives it back; whoever waits is told that the connection was lost. */
  @Override
  public void close() {
    inbox.end();
    if (!connections.calls().closed()) {
      try {
        connections.publish("$JS.API.CONSUMER.DELETE." + name, null, null, new byte[0]);
      } catch (OperationException e) {
        // not connected: the server forgets it when it has not been used for some time
      }
    }
  }
}
