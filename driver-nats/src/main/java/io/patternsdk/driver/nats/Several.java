package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.patternsdk.core.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several messages of a stream for one request, which servers from 2.11 on answer. */
final class Several {
  private static final long MAX_BYTES = 1L << 20;
  private static final int END = 204;

  private Several() {}

  /** Returns the first messages from a number on whose subjects match; none if there are none. */
  static List<Stored> next(
      NatsStream stream, String filter, long from, int most, Deadline deadline) {
    String json =
        "{\"seq\":%d,\"next_by_subj\":\"%s\",\"batch\":%d,\"max_bytes\":%d}"
            .formatted(from, filter, most, MAX_BYTES);
    List<Stored> several = new ArrayList<>();
    try (Inbox inbox = new Inbox(stream.link())) {
      String subject = "$JS.API.DIRECT.GET." + stream.name();
      byte[] request = json.getBytes(StandardCharsets.UTF_8);
      stream.link().publish(subject, inbox.subject(), null, request);
      while (true) {
        Message message = inbox.next(deadline);
        boolean end = message.isStatusMessage() && message.getStatus().getCode() == END;
        Optional<Stored> found = end ? Optional.empty() : Stored.direct(message);
        if (found.isEmpty()) {
          return several;
        }
        several.add(found.get());
      }
    }
  }
}
