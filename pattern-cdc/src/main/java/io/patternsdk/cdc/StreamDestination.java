package io.patternsdk.cdc;

import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Streams named by a template, whose messages have the key of the row: what is of one key stays in
 * order within a stream. The position is stored after the messages, so that these may come again.
 */
final class StreamDestination implements Destination {
  private final MessageStream streams;
  private final Envelopes envelopes;
  private final StoredPosition position;
  private final Set<Stored> stored = new HashSet<>();

  StreamDestination(MessageStream streams, Envelopes envelopes, StoredPosition position) {
    this.streams = streams;
    this.envelopes = envelopes;
    this.position = position;
  }

  /** A message that was stored although one beside it was not: it is not sent again. */
  private record Stored(String stream, String id) {}

  @Override
  public boolean tellsMessages() {
    return true;
  }

  @Override
  public Optional<FeedPosition> lead(long epoch) {
    return position.lead(epoch);
  }

  @Override
  public void deliver(List<Change> changes, Optional<FeedPosition> through) {
    Map<String, List<Message>> messages = new LinkedHashMap<>();
    Set<Stored> again = new HashSet<>();
    for (Change change : changes) {
      for (Envelopes.Addressed each : envelopes.messages(change)) {
        Stored one = new Stored(each.stream(), each.message().id());
        if (stored.contains(one)) {
          again.add(one);
        } else {
          messages.computeIfAbsent(each.stream(), s -> new ArrayList<>()).add(each.message());
        }
      }
    }
    messages.forEach(this::append);
    position.store(through);
    stored.removeAll(again);
    envelopes.forget();
  }

  private void append(String stream, List<Message> messages) {
    AppendResult result = streams.appendAll(stream, messages);
    if (result.failures().isEmpty()) {
      return;
    }
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      if (result.offset(i).isPresent() && message.key().isPresent()) {
        stored.add(new Stored(stream, message.id()));
      }
    }
    throw result.failures().values().iterator().next();
  }

  @Override
  public void complete(Set<TableName> tables, FeedPosition start, FeedPosition through) {
    position.store(Optional.of(through));
  }
}
