package io.patternsdk.driver.embedded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.driver.embedded.StoredValues.Change;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writers of streams. What is known of one is a value of the driver's own, which reaches the disk
 * with what is appended; each opening puts a number of its own into it. Thread-safe.
 */
final class EmbeddedTransactions implements StreamTransactions {
  private static final String PREFIX = "w/";

  private final StoredValues own;
  private final EmbeddedStream streams;
  private final Sequence sequence;

  EmbeddedTransactions(StoredValues own, EmbeddedStream streams, Sequence sequence) {
    this.own = own;
    this.streams = streams;
    this.sequence = sequence;
  }

  /**
   * What is known of a writer.
   *
   * @param opening the number of the opening that may append
   */
  private record Known(long epoch, long opening, Optional<String> position) {
    static Known of(StoredValue stored) {
      try {
        JsonObject json = JsonObject.parse(stored.value());
        return new Known(
            Long.parseLong(json.string("epoch")),
            Long.parseLong(json.string("opening")),
            json.has("position") ? Optional.of(json.string("position")) : Optional.empty());
      } catch (JsonException | NumberFormatException e) {
        throw new BackendException(ErrorKind.CORRUPT, "what is known of a writer is no record", e);
      }
    }

    StoredValue stored(long version) {
      JsonObjectBuilder json =
          JsonObject.builder()
              .put("epoch", Long.toString(epoch))
              .put("opening", Long.toString(opening));
      position.ifPresent(text -> json.put("position", text));
      return new StoredValue(json.build().toBytes(), version, MonotonicClock.NEVER);
    }
  }

  @Override
  public StreamWriter open(String writer, long epoch) {
    long opening = sequence.next();
    Change change =
        own.apply(
            PREFIX + writer, before -> opened(writer, before, epoch, opening).stored(opening));
    return new Writer(PREFIX + writer, Known.of(Objects.requireNonNull(change.after())));
  }

  private static Known opened(
      String writer, @Nullable StoredValue before, long epoch, long opening) {
    Optional<Known> known = Optional.ofNullable(before).map(Known::of);
    if (known.isPresent() && known.get().epoch > epoch) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "writer " + writer + " has epoch " + known.get().epoch + ", not " + epoch);
    }
    return new Known(epoch, opening, known.flatMap(Known::position));
  }

  /** One opening. For one thread at a time. */
  private final class Writer implements StreamWriter {
    private final String key;
    private Known known;
    private volatile boolean closed;

    Writer(String key, Known known) {
      this.key = key;
      this.known = known;
    }

    @Override
    public Optional<String> position() {
      return known.position;
    }

    @Override
    public void append(Map<String, List<Message>> messages, String position) {
      if (closed) {
        throw new BackendException(ErrorKind.CLOSED, "the writer is closed");
      }
      own.admit();
      Known next = new Known(known.epoch, known.opening, Optional.of(position));
      Map<String, Integer> partitions = streams.partitions(messages.keySet());
      long version = sequence.next();
      AtomicReference<Change> change = new AtomicReference<>();
      own.show(
          key,
          stored -> {
            check(stored);
            streams.appendTogether(
                messages,
                partitions,
                () -> change.set(own.change(key, before -> next.stored(version))));
          });
      known = next;
      Objects.requireNonNull(change.get()).commit().await();
      streams.appended(messages.keySet());
    }

    /** The value stays as it is until everything is appended. */
    private void check(@Nullable StoredValue stored) {
      if (stored == null || Known.of(stored).opening != known.opening) {
        throw new BackendException(
            ErrorKind.CONFLICT, "another has opened writer " + key.substring(PREFIX.length()));
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
