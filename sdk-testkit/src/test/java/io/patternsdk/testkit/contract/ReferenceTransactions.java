package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writers of a server's streams, under the lock of all streams. */
final class ReferenceTransactions implements StreamTransactions {
  private final ReferenceServer server;
  private final Store store;
  private final ReferenceStreams streams;

  ReferenceTransactions(ReferenceServer server, Store store, ReferenceStreams streams) {
    this.server = server;
    this.store = store;
    this.streams = streams;
  }

  /** What is known of each writer; under the lock of the streams. */
  static final class Store {
    private final Map<String, Known> writers = new HashMap<>();
    private long openings;
  }

  /**
   * What is known of a writer.
   *
   * @param opening the one that may append
   */
  private record Known(long epoch, long opening, Optional<String> position) {}

  @Override
  public StreamWriter open(String writer, long epoch) {
    return streams.locked(() -> opened(writer, epoch));
  }

  private StreamWriter opened(String name, long epoch) {
    Known before = store.writers.getOrDefault(name, new Known(epoch, 0, Optional.empty()));
    if (before.epoch > epoch && !server.has(Flaw.LESSER_EPOCHS_WRITE)) {
      throw new BackendException(ErrorKind.CONFLICT, "opened with a greater epoch");
    }
    boolean same = before.epoch == epoch && before.opening > 0;
    long opening =
        same && server.has(Flaw.ONE_EPOCH_WRITES_TWICE) ? before.opening : ++store.openings;
    Optional<String> position =
        server.has(Flaw.POSITIONS_OF_WRITERS_ARE_FORGOTTEN) ? Optional.empty() : before.position;
    store.writers.put(name, new Known(epoch, opening, position));
    return new Writer(name, opening, position);
  }

  /** One opening. */
  private final class Writer implements StreamWriter {
    private final String name;
    private final long opening;
    private Optional<String> position;

    Writer(String name, long opening, Optional<String> position) {
      this.name = name;
      this.opening = opening;
      this.position = position;
    }

    @Override
    public Optional<String> position() {
      return position;
    }

    @Override
    public void append(Map<String, List<Message>> messages, String next) {
      position = streams.locked(() -> Optional.of(appended(messages, next)));
    }

    private String appended(Map<String, List<Message>> messages, String next) {
      Known known = store.writers.get(name);
      if (known.opening != opening && !server.has(Flaw.FORMER_WRITERS_APPEND)) {
        throw new BackendException(ErrorKind.CONFLICT, "another has opened it");
      }
      boolean turned = server.has(Flaw.MESSAGES_OF_WRITERS_ARE_TURNED);
      messages.forEach(
          (stream, some) ->
              (turned ? some.reversed() : some)
                  .forEach(
                      message -> {
                        var unused = streams.append(stream, message);
                      }));
      store.writers.put(name, new Known(known.epoch, known.opening, Optional.of(next)));
      return next;
    }

    @Override
    public void close() {
      // it keeps nothing
    }
  }
}
