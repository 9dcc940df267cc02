package io.patternsdk.driver.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageDeleteRequest;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SuccessApiResponse;
import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.driver.nats.NatsConnections.Answer;
import io.patternsdk.driver.nats.NatsKeyValueTtl.Ttls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream in which each subject stands for one thing and its last message for how that is now;
 * made when it is first used, and again when the server has lost it. The server takes a condition
 * on the number of a subject's last message with each new one, and tells of each deletion whether
 * it did anything: all that is atomic here rests on these two.
 *
 * <p>A server that is killed must not bring back what a message has replaced. From 2.10 on it keeps
 * on the disk what was deleted, but not what a limit on the messages of a subject has dropped; so
 * each message that replaces another has the server delete it ("roll up"), and the limit is never
 * reached. An older server keeps neither, and forgets only what it has overwritten on the disk.
 * Where markers stand for what was deleted, the limit drops what is replaced: what comes back has a
 * lower number than the marker, and goes again.
 */
final class ServerStream {
  /** The most requests on their way, so that a large batch does not fill the client's memory. */
  private static final int WINDOW = 1_000;

  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";
  private static final String ROLLUP = "Nats-Rollup";
  private static final byte[] NOTHING = new byte[0];
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final NatsConnections connections;
  private final NatsFacts facts;
  private final StreamConfiguration wanted;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger losses = new AtomicInteger();
  private volatile boolean ready;
  private volatile boolean heardOf;
  private volatile boolean direct = true;

  ServerStream(NatsConnections connections, NatsFacts facts, StreamConfiguration wanted) {
    this.connections = connections;
    this.facts = facts;
    this.heardOf = !facts.clustered();
    this.wanted = wanted;
  }

  String name() {
    return wanted.getName();
  }

  NatsConnections connections() {
    return connections;
  }

  NatsFacts facts() {
    return facts;
  }

  /**
   * Whether a marker tells for some time that a message was deleted or has expired. Until then it
   * also outweighs what a killed server brings back.
   */
  boolean remembers() {
    return wanted.getSubjectDeleteMarkerTtl() != null;
  }

  /** Changes when the connection or the stream was lost: numbers may begin anew. */
  int losses() {
    return losses.get() + connections.epoch();
  }

  /** Runs {@code call} with the stream there, again if the server has lost it meanwhile. */
  <T extends @Nullable Object> T with(Deadline deadline, Supplier<T> call) {
    ensure(deadline);
    try {
      return call.get();
    } catch (OperationException e) {
      if (!NatsErrors.gone(e)) {
        throw e;
      }
    }
    ready = false;
    losses.incrementAndGet();
    ensure(deadline);
    Deadline patience = deadline.sooner(Deadline.after(NatsConnections.UNHEARD));
    while (true) {
      try {
        return call.get();
      } catch (OperationException e) {
        if (heardOf || patience.passed() || !NatsErrors.gone(e)) {
          throw e;
        }
      }
      connections.pause(); // our member of the cluster has not heard yet that it was made
    }
  }

  private void ensure(Deadline deadline) {
    if (ready) {
      return;
    }
    lock.lock();
    try {
      if (!ready) {
        StreamConfiguration found =
            connections.manage(deadline, streams -> NatsLayout.open(streams, wanted));
        // Any member of a cluster answers a direct get, and may not have seen the last write yet.
        direct = found.getReplicas() == 1;
        if (direct && !facts.tombstones()) {
          untilItAnswers(deadline);
        }
        ready = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A server before 2.10 shows a stream that somebody is just making before it answers direct gets,
   * and is silent until then: whoever asked too early would wait for nothing.
   */
  private void untilItAnswers(Deadline deadline) {
    for (Duration patience = SOON; ; patience = patience.multipliedBy(2)) {
      Answer answer = askAt(1, deadline);
      try {
        if (connections.answered(answer, deadline.atMost(patience))) {
          return;
        }
        if (deadline.passed()) {
          throw connections.calls().failed(new TimeoutException(), Effect.NONE);
        }
      } finally {
        connections.forget(answer);
      }
    }
  }

  /** Stores a message whose subject nobody else has, and returns its number. */
  long add(String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return with(
        deadline, () -> stored(connections.request(subject, headers, body, deadline), deadline));
  }

  /** Stores a message in place of what its subject has, and returns its number. */
  long put(String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return with(deadline, () -> stored(askPut(subject, headers, body, deadline), deadline));
  }

  Answer askPut(String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return connections.request(subject, replacing(headers), body, deadline);
  }

  /** The number under which the server has stored a message. */
  long stored(Answer answer, Deadline deadline) {
    return number(answer, deadline).orElseThrow(NatsErrors::conflict);
  }

  /** Stores a message if the last one of its subject is {@code expected}, or none if 0. */
  OptionalLong putIf(
      long expected, String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return with(
        deadline, () -> number(askPutIf(expected, subject, headers, body, deadline), deadline));
  }

  Answer askPutIf(
      long expected, String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    Headers all = expected == 0 ? copy(headers) : replacing(headers);
    all.put(EXPECTED, Long.toString(expected));
    return connections.request(subject, all, body, deadline);
  }

  private Headers replacing(@Nullable Headers headers) {
    Headers all = copy(headers);
    return facts.tombstones() && !remembers() ? all.put(ROLLUP, "sub") : all;
  }

  /** Without what the server put there, which must not be sent back to it; but with a TTL. */
  private static Headers copy(@Nullable Headers headers) {
    Headers copy = new Headers();
    if (headers != null) {
      headers.forEach(
          (name, values) -> {
            if (!name.startsWith("Nats-") || name.equals(Ttls.HEADER)) {
              copy.put(name, values);
            }
          });
    }
    return copy;
  }

  /** The number under which a message was stored; empty if its condition did not hold. */
  OptionalLong number(Answer answer, Deadline deadline) {
    try {
      long number = new PublishAck(connections.await(answer, deadline)).getSeqno();
      heardOf = true;
      return OptionalLong.of(number);
    } catch (JetStreamApiException e) {
      if (NatsErrors.lostRace(e)) {
        return OptionalLong.empty();
      }
      throw NatsErrors.of(e, Effect.NONE);
    } catch (IOException e) {
      throw NatsErrors.corrupt("the server's answer is no acknowledgement: " + e.getMessage());
    }
  }

  /** Returns the last message of a subject; empty if there is none. */
  Optional<StoredMessage> last(String subject, Deadline deadline) {
    return with(deadline, () -> read(askLast(subject, deadline), deadline));
  }

  Answer askLast(String subject, Deadline deadline) {
    return direct
        ? connections.api("DIRECT.GET." + name() + "." + subject, NOTHING, deadline)
        : askFor("{\"last_by_subj\":\"" + subject + "\"}", deadline);
  }

  /** Asks for the message of a number. */
  Answer askAt(long sequence, Deadline deadline) {
    return askFor("{\"seq\":" + sequence + "}", deadline);
  }

  /** Returns the first message from a number on whose subject matches; empty if there is none. */
  Optional<StoredMessage> next(String filter, long from, Deadline deadline) {
    return with(deadline, () -> read(askNext(filter, from, deadline), deadline));
  }

  Answer askNext(String filter, long from, Deadline deadline) {
    return askFor("{\"seq\":" + from + ",\"next_by_subj\":\"" + filter + "\"}", deadline);
  }

  /**
   * Returns the first messages from a number on whose subjects match, at least one unless there is
   * none; a server before 2.11, or of a cluster, gives one at a time.
   */
  List<StoredMessage> next(String filter, long from, int most, Deadline deadline) {
    if (most == 1 || !direct || !facts.batches()) {
      return next(filter, from, deadline).map(List::of).orElse(List.of());
    }
    return with(deadline, () -> Several.next(this, filter, from, most, deadline));
  }

  /** The number of the last message that was ever stored. */
  long lastSequence(Deadline deadline) {
    return with(
        deadline,
        () ->
            connections
                .manage(deadline, streams -> streams.getStreamInfo(name()))
                .getStreamState()
                .getLastSequence());
  }

  /**
   * Returns the number of the last message whose subject matches: whoever reads from a member of a
   * cluster has read all when that has come. 0 where there is only one copy; beyond all numbers
   * where deletions leave no marker, as nothing then tells how far a member is.
   */
  long complete(String filter, Deadline deadline) {
    ensure(deadline);
    if (direct) {
      return 0;
    }
    return remembers()
        ? last(filter, deadline).map(StoredMessage::sequence).orElse(0L)
        : Long.MAX_VALUE;
  }

  private Answer askFor(String json, Deadline deadline) {
    String operation = direct ? "DIRECT.GET." : "STREAM.MSG.GET.";
    return connections.api(operation + name(), json.getBytes(StandardCharsets.UTF_8), deadline);
  }

  Optional<StoredMessage> read(Answer answer, Deadline deadline) {
    if (direct && !facts.tombstones()) {
      checkIfSilent(answer, deadline);
    }
    Message message = connections.await(answer, deadline);
    return direct ? StoredMessage.direct(message) : StoredMessage.fromLeader(message, name());
  }

  /** A server before 2.10 answers a direct get with silence where there is no stream. */
  private void checkIfSilent(Answer answer, Deadline deadline) {
    if (!connections.answered(answer, deadline.atMost(SILENCE))) {
      var unused = connections.manage(deadline, streams -> streams.getStreamInfo(name()));
    }
  }

  /** Asks for each item and reads all answers, {@link #WINDOW} at a time. */
  <T, R> List<R> each(List<T> items, Function<T, Answer> ask, Function<Answer, R> read) {
    List<R> results = new ArrayList<>(items.size());
    for (int from = 0; from < items.size(); from += WINDOW) {
      List<Answer> answers = new ArrayList<>();
      try {
        items.subList(from, Math.min(items.size(), from + WINDOW)).stream()
            .map(ask)
            .forEach(answers::add);
        for (Answer answer : answers) {
          results.add(read.apply(answer));
        }
      } finally {
        answers.forEach(connections::forget);
      }
    }
    return results;
  }

  /** Deletes the message of a number for good; true for one caller only. */
  boolean delete(long sequence, Deadline deadline) {
    return with(deadline, () -> deleted(askDelete(sequence, deadline), deadline));
  }

  Answer askDelete(long sequence, Deadline deadline) {
    byte[] request = new MessageDeleteRequest(sequence, !facts.tombstones()).serialize();
    return connections.api("STREAM.MSG.DELETE." + name(), request, deadline);
  }

  /** Has the server delete a message, without waiting for it. */
  void drop(long sequence) {
    byte[] request = new MessageDeleteRequest(sequence, false).serialize();
    connections.publish("$JS.API.STREAM.MSG.DELETE." + name(), null, null, request);
  }

  /** False if the message was not there. */
  boolean deleted(Answer answer, Deadline deadline) {
    SuccessApiResponse result = new SuccessApiResponse(connections.await(answer, deadline));
    if (result.hasError() && !NatsErrors.absent(result)) {
      throw NatsErrors.answered(result);
    }
    return !result.hasError();
  }

  /** Several messages of a stream for one request, which servers from 2.11 on answer. */
  static final class Several {
    private static final long MAX_BYTES = 1L << 20;
    private static final int END = 204;

    private Several() {}

    /** Returns the first messages from a number on whose subjects match; none if there are none. */
    static List<StoredMessage> next(
        ServerStream stream, String filter, long from, int most, Deadline deadline) {
      String json =
          "{\"seq\":%d,\"next_by_subj\":\"%s\",\"batch\":%d,\"max_bytes\":%d}"
              .formatted(from, filter, most, MAX_BYTES);
      List<StoredMessage> several = new ArrayList<>();
      try (Inbox inbox = new Inbox(stream.connections())) {
        String subject = "$JS.API.DIRECT.GET." + stream.name();
        byte[] request = json.getBytes(StandardCharsets.UTF_8);
        stream.connections().publish(subject, inbox.subject(), null, request);
        while (true) {
          Message message = inbox.next(deadline);
          boolean end = message.isStatusMessage() && message.getStatus().getCode() == END;
          Optional<StoredMessage> found = end ? Optional.empty() : StoredMessage.direct(message);
          if (found.isEmpty()) {
            return several;
          }
          several.add(found.get());
        }
      }
    }
  }
}
