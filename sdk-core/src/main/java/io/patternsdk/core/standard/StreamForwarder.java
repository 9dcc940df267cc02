package io.patternsdk.core.standard;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import java.util.ArrayList;
import java.util.List;

/** Forwards {@code stream_basic}. */
final class StreamForwarder implements MessageStream {
  static final String NAME = "stream_basic";
  static final Operation PARTITIONS =
      Operation.builder(NAME, "partitions", Kind.READ).messaging().build();
  static final Operation APPEND = Operation.of(NAME, "append", Kind.SEND);
  static final Operation APPEND_ALL =
      Operation.builder(NAME, "append_all", Kind.SEND).partial(AppendResult::partial).build();
  static final Operation READ =
      Operation.builder(NAME, "read", Kind.RECEIVE).notWaiting().repeatable().build();
  static final Operation POLL =
      Operation.builder(NAME, "poll", Kind.RECEIVE)
          .repeatable()
          .messages(Receiving::records)
          .build();
  static final Operation COUNT =
      Operation.builder(NAME, "count_records", Kind.READ).messaging().build();

  private final MessageStream driver;
  private final Wiring wiring;
  private final BoundOperation partitions;
  private final BoundOperation append;
  private final BoundOperation appendAll;
  private final BoundOperation read;
  private final BoundOperation poll;
  private final BoundOperation count;

  StreamForwarder(MessageStream driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.partitions = wiring.bind(PARTITIONS);
    this.append = wiring.bind(APPEND);
    this.appendAll = wiring.bind(APPEND_ALL);
    this.read = wiring.bind(READ);
    this.poll = wiring.bind(POLL);
    this.count = wiring.bind(COUNT);
  }

  @Override
  public int partitions(String stream) {
    String full = wiring.namespace().stream(stream);
    return partitions.call(full, () -> driver.partitions(full));
  }

  @Override
  public Offset append(String stream, Message message) {
    String full = wiring.namespace().stream(stream);
    wiring.checkMessage(message);
    return append.call(
        append.on(full).bytes(message.body().length),
        () -> driver.append(full, append.outgoing(message)));
  }

  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    String full = wiring.namespace().stream(stream);
    wiring.checkBatch(messages.size());
    long bytes = 0;
    for (Message message : messages) {
      wiring.checkMessage(message);
      bytes += message.body().length;
    }
    if (messages.isEmpty()) {
      return AppendResult.allAppended(List.of());
    }
    return appendAll.call(
        appendAll.on(full).items(messages.size()).bytes(bytes),
        () -> driver.appendAll(full, outgoing(messages)));
  }

  private List<Message> outgoing(List<Message> messages) {
    List<Message> out = new ArrayList<>(messages.size());
    for (Message message : messages) {
      out.add(appendAll.outgoing(message));
    }
    return out;
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    String full = wiring.namespace().stream(stream);
    StreamReader opened = read.call(full, () -> driver.read(full, from));
    return new ForwardedReader(opened, poll, full);
  }

  @Override
  public long count(String stream, ReadFrom from) {
    String full = wiring.namespace().stream(stream);
    return count.call(full, () -> driver.count(full, from));
  }
}
