package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A backend of which only the streams are seen, which refuse some messages. */
final class PickyStreams implements Driver, MessageStream {
  private final Backend whole;
  private volatile Predicate<Message> bad = message -> false;

  PickyStreams(Backend whole) {
    this.whole = whole;
  }

  Backend backend() {
    return Backend.of(this, BackendOptions.named("streams").toContext());
  }

  void refuse(Predicate<Message> messages) {
    bad = messages;
  }

  @Override
  public DriverInfo info() {
    return whole.info();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.builder()
        .add(STREAM_BASIC, this, whole.capabilities().traits(STREAM_BASIC))
        .build();
  }

  private MessageStream streams() {
    return whole.require(STREAM_BASIC);
  }

  @Override
  public int partitions(String stream) {
    return streams().partitions(stream);
  }

  @Override
  public Offset append(String stream, Message message) {
    if (bad.test(message)) {
      throw new BackendException(ErrorKind.TOO_LARGE, "the message is too large");
    }
    return streams().append(stream, message);
  }

  /** None is stored behind one of the same key that is refused. */
  @Override
  public AppendResult appendAll(String stream, List<Message> messages) {
    List<@Nullable Offset> offsets = new ArrayList<>();
    TreeMap<Integer, OperationException> failures = new TreeMap<>();
    Set<String> behind = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      String key = message.key().orElse("");
      if (behind.contains(key) || bad.test(message)) {
        behind.add(key);
        failures.put(i, new BackendException(ErrorKind.TOO_LARGE, "the message is too large"));
        offsets.add(null);
      } else {
        offsets.add(streams().append(stream, message));
      }
    }
    return AppendResult.settled(offsets, failures);
  }

  @Override
  public StreamReader read(String stream, ReadFrom from) {
    return streams().read(stream, from);
  }

  @Override
  public long count(String stream, ReadFrom from) {
    return streams().count(stream, from);
  }

  @Override
  public Health health(Deadline deadline) {
    return whole.health(deadline);
  }

  @Override
  public void close() {}
}
