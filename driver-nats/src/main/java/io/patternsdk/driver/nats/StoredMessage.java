package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in a stream.
 *
 * @param subject its subject
 * @param sequence its number, which no other message of the stream ever has
 * @param time when the server stored it, by the server's clock
 * @param headers its headers; null for none
 * @param data its body
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredMessage(
    String subject, long sequence, Instant time, @Nullable Headers headers, byte[] data) {
  private static final int NOT_FOUND = 404;
  private static final byte[] NOTHING = new byte[0];

  /** Reads what a consumer has delivered. */
  static StoredMessage delivered(Message message) {
    NatsJetStreamMetaData place = message.metaData();
    return new StoredMessage(
        message.getSubject(),
        place.streamSequence(),
        place.timestamp().toInstant(),
        message.getHeaders(),
        message.getData());
  }

  /** Reads what the server answers to a direct get; empty if there is no such message. */
  static Optional<StoredMessage> direct(Message answer) {
    if (!answer.isStatusMessage()) {
      return Optional.of(of(new MessageInfo(answer, null, true)));
    }
    if (answer.getStatus().getCode() == NOT_FOUND) {
      return Optional.empty();
    }
    throw NatsErrors.status(answer.getStatus());
  }

  /** Reads what the leader of a stream answers; empty if there is no such message. */
  static Optional<StoredMessage> fromLeader(Message answer, String stream) {
    MessageInfo info = new MessageInfo(answer, stream, false);
    if (!info.hasError()) {
      return Optional.of(of(info));
    }
    if (info.getApiErrorCode() == NatsErrors.MESSAGE_NOT_FOUND) {
      return Optional.empty();
    }
    throw NatsErrors.answered(info);
  }

  private static StoredMessage of(MessageInfo info) {
    String subject = info.getSubject();
    ZonedDateTime time = info.getTime();
    byte[] data = info.getData();
    if (subject == null || time == null) {
      throw NatsErrors.corrupt("the server's answer is no message");
    }
    return new StoredMessage(
        subject, info.getSeq(), time.toInstant(), info.getHeaders(), data == null ? NOTHING : data);
  }

  /** Tells whether it says that the key was deleted. */
  boolean deleted() {
    return removed().isPresent();
  }

  /** Why the key has no value any more; empty if this is one. */
  Optional<Reason> removed() {
    if (headers == null) {
      return Optional.empty();
    }
    String marked = headers.getLast("Nats-Marker-Reason");
    if (marked != null) {
      return Optional.of(marked.equals("MaxAge") ? Reason.EXPIRED : Reason.DELETED);
    }
    return headers.containsKey(DELETION) ? Optional.of(Reason.DELETED) : Optional.empty();
  }

  /** The header that key-value clients of NATS give to what says that a key was deleted. */
  static final String DELETION = "KV-Operation";
}
