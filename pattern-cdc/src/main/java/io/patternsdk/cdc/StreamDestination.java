package io.patternsdk.cdc;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A stream for each table, whose messages have the key of the row: what is of one key stays in
 * order. The position is stored after the messages, so that these may come again.
 */
final class StreamDestination implements Destination {
  private final MessageStream streams;
  private final Envelopes envelopes;
  private final StoredPosition position;

  StreamDestination(MessageStream streams, Envelopes envelopes, StoredPosition position) {
    this.streams = streams;
    this.envelopes = envelopes;
    this.position = position;
  }

  @Override
  public Optional<FeedPosition> lead(long epoch) {
    return position.lead(epoch);
  }

  @Override
  public void deliver(List<Change> changes, Optional<FeedPosition> through) {
    Map<String, List<Message>> messages = new LinkedHashMap<>();
    for (Change change : changes) {
      messages
          .computeIfAbsent(envelopes.stream(change.schema().name()), s -> new ArrayList<>())
          .addAll(envelopes.messages(change));
    }
    messages.forEach(this::append);
    position.store(through);
  }

  private void append(String stream, List<Message> messages) {
    AppendResult result = streams.appendAll(stream, messages);
    for (OperationException failure : result.failures().values()) {
      throw failure;
    }
  }

  @Override
  public void complete(Set<TableName> tables, FeedPosition snapshot) {
    position.store(Optional.of(snapshot));
  }
}
