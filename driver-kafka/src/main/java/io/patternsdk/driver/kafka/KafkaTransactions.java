package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.driver.kafka.KafkaPositions.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writers of streams, each a producer with a transactional id, by which the brokers let the latest
 * alone go on. Thread-safe.
 */
final class KafkaTransactions implements StreamTransactions {
  private final KafkaConnections kafka;
  private final KafkaTopics topics;
  private final KafkaLeftovers leftovers;
  private final Consumer<String> appended;
  private final Set<KafkaWriter> writers = ConcurrentHashMap.newKeySet();
  private final Map<String, Opening> left = new ConcurrentHashMap<>();

  /** Tells {@code appended} of each stream that was appended to. */
  KafkaTransactions(KafkaConnections kafka, KafkaTopics topics, Consumer<String> appended) {
    this.kafka = kafka;
    this.topics = topics;
    this.leftovers = new KafkaLeftovers(kafka, topics);
    this.appended = appended;
  }

  /** A writer that is being opened, as a connection is: it goes on if its caller gives up. */
  private record Opening(long epoch, CompletableFuture<KafkaWriter> made) {}

  @Override
  public StreamWriter open(String writer, long epoch) {
    Deadline deadline = kafka.begin();
    Opening opening = opening(writer, epoch);
    try {
      return kafka.calls().awaitShared(opening.made, deadline, Effect.NONE);
    } catch (OperationException e) {
      leave(left.put(writer, opening));
      throw e;
    }
  }

  /**
   * Goes on with one that its caller has left, if it is not there yet: it proves itself by its last
   * step, which is after this. Of one that is there nobody knows who has opened the name since.
   */
  private Opening opening(String writer, long epoch) {
    Opening before = left.remove(writer);
    if (before != null && before.epoch == epoch && !before.made.isDone()) {
      return before;
    }
    leave(before);
    return new Opening(epoch, kafka.fetchers().run(() -> opened(writer, epoch)));
  }

  private static void leave(@Nullable Opening opening) {
    if (opening != null) {
      var unused = opening.made.thenAccept(KafkaWriter::close);
    }
  }

  /**
   * Asks before it takes the name over, so that one who comes late ends nobody; and again after,
   * when nobody else appends any more.
   */
  private KafkaWriter opened(String writer, long epoch) {
    String name = KafkaNames.writer(writer);
    KafkaPositions positions = new KafkaPositions(kafka, topics, name);
    positions.make();
    var unused = checked(writer, epoch, positions.seen());
    KafkaWriter made =
        new KafkaWriter(
            kafka,
            topics,
            positions,
            leftovers,
            kafka.clients().writer(name),
            appended,
            writers::remove);
    writers.add(made);
    try {
      made.begin();
      leftovers.end(name, name, 1);
      made.note(new Place(epoch, checked(writer, epoch, positions.last()).flatMap(Place::text)));
      return made;
    } catch (RuntimeException | Error e) {
      made.close();
      throw e;
    }
  }

  private static Optional<Place> checked(String writer, long epoch, Optional<Place> last) {
    last.filter(place -> place.epoch() > epoch)
        .ifPresent(
            place -> {
              throw new BackendException(
                  ErrorKind.CONFLICT,
                  "writer " + writer + " has epoch " + place.epoch() + ", not " + epoch);
            });
    return last;
  }

  /** Ends all writers. */
  void close() {
    left.values().forEach(KafkaTransactions::leave);
    List.copyOf(writers).forEach(KafkaWriter::close);
  }
}
