package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.driver.nats.NatsConnections.Answer;
import io.patternsdk.driver.nats.NatsKeyValueTtl.Ttls;
import io.patternsdk.driver.nats.watch.KeyLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a stream. Where watches are offered, a deleted key leaves a marker for some time, as
 * other clients of NATS write it. A server before 2.10 forgets deletions when it is killed: there a
 * marker says it as well.
 *
 * @param stream where they are
 * @param subjects how they are written
 */
record NatsKeys(ServerStream stream, KeySubjects subjects) {
  private static final byte[] NOTHING = new byte[0];

  /** Far longer than such a server takes to keep on the disk what it has dropped. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  Deadline begin() {
    return stream.connections().begin();
  }

  String subject(String key) {
    return subjects.subject(key);
  }

  String key(StoredMessage stored) {
    return subjects.key(stored.subject());
  }

  Optional<StoredMessage> find(String key, Deadline deadline) {
    return stream.last(subject(key), deadline).filter(stored -> !stored.deleted());
  }

  /** Returns those of the keys that are there. */
  List<StoredMessage> findAll(List<String> keys, Deadline deadline) {
    return lastOfEach(keys.stream().map(this::subject).toList(), deadline);
  }

  List<StoredMessage> lastOfEach(List<String> subjects, Deadline deadline) {
    return stream
        .with(
            deadline,
            () ->
                stream.each(
                    subjects, s -> stream.askLast(s, deadline), a -> stream.read(a, deadline)))
        .stream()
        .flatMap(Optional::stream)
        .filter(stored -> !stored.deleted())
        .toList();
  }

  /** Deletes a value if it is still that; true for one caller only. */
  boolean delete(StoredMessage found, Deadline deadline) {
    return stream.with(deadline, () -> deleted(askDelete(found, deadline), deadline));
  }

  Answer askDelete(StoredMessage found, Deadline deadline) {
    return erases()
        ? stream.askDelete(found.sequence(), deadline)
        : stream.askPutIf(found.sequence(), found.subject(), marker(), NOTHING, deadline);
  }

  private boolean erases() {
    return stream.facts().tombstones() && !stream.remembers();
  }

  /** When a marker of a purge expires, the server leaves none of its own. */
  private Headers marker() {
    return stream.remembers()
        ? Ttls.headers(KeyLog.REMEMBERED).put(StoredMessage.DELETION, "PURGE")
        : new Headers().put(StoredMessage.DELETION, "DEL");
  }

  /** Drops a marker that no old server can need any more to remember a deletion. */
  void forget(StoredMessage marker) {
    boolean old = marker.time().isBefore(Instant.now().minus(REMEMBERED));
    if (!stream.facts().tombstones() && old) {
      stream.drop(marker.sequence());
    }
  }

  boolean deleted(Answer answer, Deadline deadline) {
    return erases()
        ? stream.deleted(answer, deadline)
        : stream.number(answer, deadline).isPresent();
  }
}
