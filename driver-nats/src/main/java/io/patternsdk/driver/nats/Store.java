package io.patternsdk.driver.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream that keeps the last message of each subject, made when it is first used. The server
 * takes a condition on the number of a subject's last message with each new one, and tells of each
 * deletion whether it did anything: all that is atomic here rests on these two.
 */
final class Store {
  /** The most requests on their way, so that a large batch does not fill the client's memory. */
  private static final int WINDOW = 1_000;

  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";

  private final Link link;
  private final StreamApi api;
  private final StreamConfiguration wanted;
  private final boolean erase;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean ready;
  private volatile boolean direct = true;

  /**
   * @param erase whether a deleted message must be overwritten on the disk, so that it does not
   *     come back when the server is killed; slow
   */
  Store(Link link, StreamApi api, StreamConfiguration wanted, boolean erase) {
    this.erase = erase;
    this.link = link;
    this.api = api;
    this.wanted = wanted;
  }

  String name() {
    return wanted.getName();
  }

  Link link() {
    return link;
  }

  StreamApi api() {
    return api;
  }

  /** Runs {@code call} with the stream there, again if the server has lost it meanwhile. */
  <T> T with(Deadline deadline, Supplier<T> call) {
    ensure(deadline);
    try {
      return call.get();
    } catch (OperationException e) {
      if (!NatsErrors.gone(e)) {
        throw e;
      }
    }
    ready = false;
    ensure(deadline);
    return call.get();
  }

  private void ensure(Deadline deadline) {
    if (ready) {
      return;
    }
    lock.lock();
    try {
      if (!ready) {
        StreamInfo info = api.info(name(), deadline).orElseGet(() -> api.create(wanted, deadline));
        use(Layout.checked(wanted, info), deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  private void use(StreamConfiguration found, Deadline deadline) {
    if (wanted.getAllowMessageTtl() && !found.getAllowMessageTtl()) {
      var unused =
          api.update(StreamConfiguration.builder(found).allowMessageTtl().build(), deadline);
    }
    // Any member of a cluster answers a direct get, and may not have seen the latest write yet.
    direct = found.getReplicas() == 1;
    ready = true;
  }

  /** Sends a message to be stored; {@link #stored} reads the answer. */
  Answer send(String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return link.request(subject, headers, body, deadline);
  }

  /** The number under which the server has stored a message. */
  long stored(Answer answer, Deadline deadline) {
    return number(link.await(answer, deadline)).orElseThrow(NatsErrors::conflict);
  }

  /** Stores a message and returns its number. */
  long publish(String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return with(deadline, () -> stored(send(subject, headers, body, deadline), deadline));
  }

  /** Stores a message if the last one of its subject is {@code expected}, or none if 0. */
  OptionalLong publishIf(
      long expected, String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    return with(
        deadline,
        () -> number(link.await(sendIf(expected, subject, headers, body, deadline), deadline)));
  }

  Answer sendIf(
      long expected, String subject, @Nullable Headers headers, byte[] body, Deadline deadline) {
    Headers all = headers == null ? new Headers() : new Headers(headers);
    all.put(EXPECTED, Long.toString(expected));
    return send(subject, all, body, deadline);
  }

  private static OptionalLong number(Message answer) {
    try {
      return OptionalLong.of(new PublishAck(answer).getSeqno());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NatsErrors.WRONG_LAST_SEQUENCE) {
        return OptionalLong.empty();
      }
      throw NatsErrors.answered(e);
    } catch (IOException e) {
      throw NatsErrors.corrupt("the server's answer is no acknowledgement: " + e.getMessage());
    }
  }

  /** Returns the last message of a subject; empty if there is none. */
  Optional<Stored> last(String subject, Deadline deadline) {
    return with(deadline, () -> read(askLast(subject, deadline), deadline));
  }

  /** Returns the message of a number; empty if it is no longer there. */
  Optional<Stored> at(long sequence, Deadline deadline) {
    return with(deadline, () -> read(askAt(sequence, deadline), deadline));
  }

  Answer askLast(String subject, Deadline deadline) {
    return direct
        ? api.ask("DIRECT.GET." + name() + "." + subject, "", deadline)
        : api.ask("STREAM.MSG.GET." + name(), "{\"last_by_subj\":\"" + subject + "\"}", deadline);
  }

  private Answer askAt(long sequence, Deadline deadline) {
    String operation = direct ? "DIRECT.GET." : "STREAM.MSG.GET.";
    return api.ask(operation + name(), "{\"seq\":" + sequence + "}", deadline);
  }

  Optional<Stored> read(Answer answer, Deadline deadline) {
    Message message = link.await(answer, deadline);
    return direct ? Stored.direct(message) : Stored.fromLeader(message, name());
  }

  /** Returns the last message of each subject that has one. */
  List<Stored> lastOfEach(List<String> subjects, Deadline deadline) {
    return with(deadline, () -> each(subjects, s -> askLast(s, deadline), a -> read(a, deadline)))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the subjects that have messages, as of one moment. */
  Set<String> subjects(String filter, Deadline deadline) {
    return with(deadline, () -> api.subjects(name(), filter, deadline));
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
        answers.forEach(link::forget);
      }
    }
    return results;
  }

  /** Deletes the message of a number for good; true for one caller only. */
  boolean delete(long sequence, Deadline deadline) {
    return with(
        deadline, () -> StreamApi.deleted(link.await(askDelete(sequence, deadline), deadline)));
  }

  Answer askDelete(long sequence, Deadline deadline) {
    return api.ask(
        "STREAM.MSG.DELETE." + name(),
        "{\"seq\":" + sequence + (erase ? "}" : ",\"no_erase\":true}"),
        deadline);
  }
}
