package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
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
record Stored(
    String subject, long sequence, ZonedDateTime time, @Nullable Headers headers, byte[] data) {
  private static final int NOT_FOUND = 404;

  /** Reads what a consumer has delivered. */
  static Stored delivered(Message message) {
    NatsJetStreamMetaData place = message.metaData();
    return new Stored(
        message.getSubject(),
        place.streamSequence(),
        place.timestamp(),
        message.getHeaders(),
        message.getData());
  }

  /** Reads what the server answers to a direct get; empty if there is no such message. */
  static Optional<Stored> direct(Message answer) {
    if (answer.isStatusMessage()) {
      if (answer.getStatus().getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw NatsErrors.status(answer.getStatus());
    }
    Headers headers = answer.getHeaders();
    return Optional.of(
        new Stored(
            first(headers, "Nats-Subject"),
            Long.parseLong(first(headers, "Nats-Sequence")),
            ZonedDateTime.parse(first(headers, "Nats-Time-Stamp")),
            headers,
            answer.getData()));
  }

  /** Reads what the leader of a stream answers; empty if there is no such message. */
  static Optional<Stored> fromLeader(Message answer, String stream) {
    MessageInfo info = new MessageInfo(answer, stream, false);
    if (info.hasError()) {
      if (info.getApiErrorCode() == NatsErrors.MESSAGE_NOT_FOUND) {
        return Optional.empty();
      }
      throw NatsErrors.answered(info);
    }
    String subject = info.getSubject();
    ZonedDateTime time = info.getTime();
    if (subject == null || time == null) {
      throw NatsErrors.corrupt("the server's answer is no message");
    }
    byte[] data = info.getData();
    return Optional.of(
        new Stored(
            subject, info.getSeq(), time, info.getHeaders(), data == null ? new byte[0] : data));
  }

  /** The last value of a header; empty if there is none. */
  Optional<String> header(String name) {
    return headers == null ? Optional.empty() : Optional.ofNullable(headers.getLast(name));
  }

  /** Tells whether another client has put this here to say that the key was deleted. */
  boolean deleted() {
    return deleted(headers);
  }

  /** Tells whether headers are those of a message that says so. */
  static boolean deleted(@Nullable Headers headers) {
    return headers != null
        && (headers.containsKey("KV-Operation") || headers.containsKey("Nats-Marker-Reason"));
  }

  private static String first(@Nullable Headers headers, String name) {
    String value = headers == null ? null : headers.getFirst(name);
    if (value == null) {
      throw NatsErrors.corrupt("the server's answer has no " + name);
    }
    return value;
  }
}
