package io.patternsdk.core.standard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.stream.StreamWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A writer of streams behind the layers: checks each call, and makes none after a failure of which
 * nobody knows what it has done.
 */
final class ForwardedWriter implements StreamWriter {
  private final StreamWriter writer;
  private final Wiring wiring;
  private final BoundOperation append;
  private final String name;
  private @Nullable OperationException ended;

  ForwardedWriter(StreamWriter writer, Wiring wiring, BoundOperation append, String name) {
    this.writer = writer;
    this.wiring = wiring;
    this.append = append;
    this.name = name;
  }

  @Override
  public Optional<String> position() {
    return writer.position();
  }

  @Override
  public void append(Map<String, List<Message>> messages, String position) {
    wiring.checkValue("position", position.getBytes(UTF_8));
    Map<String, List<Message>> full = new LinkedHashMap<>();
    int items = 0;
    long bytes = 0;
    for (Map.Entry<String, List<Message>> each : messages.entrySet()) {
      String stream = wiring.namespace().stream(each.getKey());
      for (Message message : each.getValue()) {
        wiring.checkMessage(message);
        bytes += message.body().length;
      }
      items += each.getValue().size();
      full.put(stream, each.getValue());
    }
    wiring.checkBatch(items);
    OperationException failure = ended;
    if (failure != null) {
      throw new BackendException(
          ErrorKind.ABORTED,
          Effect.NONE,
          "the writer has ended, open it again: " + failure.getMessage(),
          failure);
    }
    try {
      append.run(
          append.on(name).items(items).bytes(bytes), () -> writer.append(outgoing(full), position));
    } catch (OperationException e) {
      if (!goesOnAfter(e)) {
        ended = e;
      }
      throw e;
    }
  }

  private Map<String, List<Message>> outgoing(Map<String, List<Message>> messages) {
    Map<String, List<Message>> out = new LinkedHashMap<>();
    messages.forEach(
        (stream, some) -> out.put(stream, some.stream().map(append::outgoing).toList()));
    return out;
  }

  private static boolean goesOnAfter(OperationException e) {
    return !(e instanceof BackendException failure)
        || failure.kind() == ErrorKind.INVALID_ARGUMENT
        || failure.kind() == ErrorKind.TOO_LARGE;
  }

  @Override
  public void close() {
    writer.close();
  }
}
