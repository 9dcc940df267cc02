package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.api.ApiResponse;
import io.nats.client.api.PurgeResponse;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.SuccessApiResponse;
import io.patternsdk.core.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Requests to JetStream about streams. */
final class StreamApi {
  private static final String API = "$JS.API.";
  private static final int SUBJECTS_AT_ONCE = 100_000;
  private static final byte[] NOTHING = new byte[0];

  private final Link link;

  StreamApi(Link link) {
    this.link = link;
  }

  /** Sends a request whose answer is to be awaited. */
  Answer ask(String operation, String json, Deadline deadline) {
    byte[] body = json.isEmpty() ? NOTHING : json.getBytes(StandardCharsets.UTF_8);
    return link.request(API + operation, null, body, deadline);
  }

  /** Sends a request and returns its answer. */
  Message call(String operation, String json, Deadline deadline) {
    return link.await(ask(operation, json, deadline), deadline);
  }

  /** Sends a request that needs no answer. */
  void tell(String operation) {
    link.publish(API + operation, null, null, NOTHING);
  }

  Optional<StreamInfo> info(String stream, Deadline deadline) {
    return info(call("STREAM.INFO." + stream, "", deadline));
  }

  /** Returns all subjects that have messages; of more than 100,000 not all may be of one moment. */
  Set<String> subjects(String stream, String filter, Deadline deadline) {
    Set<String> subjects = new HashSet<>();
    int before;
    do {
      before = subjects.size();
      String json = "{\"subjects_filter\":\"" + filter + "\",\"offset\":" + before + "}";
      StreamInfo info = checked(new StreamInfo(call("STREAM.INFO." + stream, json, deadline)));
      subjects.addAll(info.getStreamState().getSubjectMap().keySet());
    } while (subjects.size() >= before + SUBJECTS_AT_ONCE);
    return subjects;
  }

  static Optional<StreamInfo> info(Message answer) {
    StreamInfo info = new StreamInfo(answer);
    if (info.hasError() && info.getApiErrorCode() == NatsErrors.STREAM_NOT_FOUND) {
      return Optional.empty();
    }
    return Optional.of(checked(info));
  }

  /** Makes a stream; if it is there already and is different, returns how it is. */
  StreamInfo create(StreamConfiguration wanted, Deadline deadline) {
    StreamInfo made =
        new StreamInfo(call("STREAM.CREATE." + wanted.getName(), wanted.toJson(), deadline));
    return made.hasError() && made.getApiErrorCode() == NatsErrors.NAME_IN_USE
        ? info(wanted.getName(), deadline).orElseThrow(() -> NatsErrors.answered(made))
        : checked(made);
  }

  StreamInfo update(StreamConfiguration wanted, Deadline deadline) {
    return checked(
        new StreamInfo(call("STREAM.UPDATE." + wanted.getName(), wanted.toJson(), deadline)));
  }

  /** Deletes a message, from the disk too; false if it is not there. */
  static boolean deleted(Message answer) {
    SuccessApiResponse result = new SuccessApiResponse(answer);
    if (!result.hasError()) {
      return true;
    }
    boolean absent =
        result.getApiErrorCode() == NatsErrors.MESSAGE_NOT_FOUND
            || result.getApiErrorCode() == NatsErrors.SEQUENCE_NOT_FOUND
            || (result.getApiErrorCode() == NatsErrors.DELETE_FAILED
                && String.valueOf(result.getDescription()).contains("no message found"));
    if (absent) {
      return false;
    }
    throw NatsErrors.answered(result);
  }

  /** Deletes all messages of some subjects and returns how many there were. */
  long purge(String stream, String filter, Deadline deadline) {
    String json = "{\"filter\":\"" + filter + "\"}";
    return checked(new PurgeResponse(call("STREAM.PURGE." + stream, json, deadline))).getPurged();
  }

  static <T extends ApiResponse<T>> T checked(T response) {
    if (response.hasError()) {
      throw NatsErrors.answered(response);
    }
    return response;
  }
}
