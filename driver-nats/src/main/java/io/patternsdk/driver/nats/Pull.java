package io.patternsdk.driver.nats;

import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.patternsdk.core.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One request for messages to a consumer; holds a subscription only while it waits. */
final class Pull {
  private static final byte[] GIVE_BACK = "-NAK".getBytes(StandardCharsets.US_ASCII);

  private final Link link;
  private final String next;

  Pull(Link link, String stream, String consumer) {
    this.link = link;
    this.next = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
  }

  /** Takes what is there, up to {@code max}. */
  List<Message> now(int max, Deadline deadline) {
    return take("{\"batch\":" + max + ",\"no_wait\":true}", max, deadline);
  }

  /**
   * Waits for one message.
   *
   * @param deadline when to give up waiting for the server to say that the wait is over
   */
  List<Message> one(Duration wait, Deadline deadline) {
    return take("{\"batch\":1,\"expires\":" + wait.toNanos() + "}", 1, deadline);
  }

  private List<Message> take(String request, int max, Deadline deadline) {
    List<Message> taken = new ArrayList<>();
    Inbox inbox = new Inbox(link);
    boolean done = false;
    try {
      link.publish(next, inbox.subject(), null, request.getBytes(StandardCharsets.UTF_8));
      while (taken.size() < max) {
        Optional<Message> message = inbox.next(deadline.remainingNanos());
        if (message.isEmpty()) {
          throw NatsErrors.noAnswerInTime();
        }
        if (message.get().isStatusMessage()) {
          checkEnd(message.get());
          break;
        }
        taken.add(message.get());
      }
      done = true;
      return taken;
    } finally {
      taken.addAll(inbox.end().stream().filter(m -> !m.isStatusMessage()).toList());
      if (!done) {
        giveBack(taken);
      }
    }
  }

  private static void checkEnd(Message status) {
    int code = status.getStatus().getCode();
    if (code == 503) {
      throw NatsErrors.nobodyListens(new JetStreamStatusException(status.getStatus()));
    }
    if (code != 404 && code != 408) {
      throw NatsErrors.status(status.getStatus());
    }
  }

  /** Whoever gives up lets others have at once what came too late for it. */
  private void giveBack(List<Message> messages) {
    for (Message message : messages) {
      try {
        link.publish(message.getReplyTo(), null, null, GIVE_BACK);
      } catch (RuntimeException lost) {
        return; // they come back when their visibility ends
      }
    }
  }
}
