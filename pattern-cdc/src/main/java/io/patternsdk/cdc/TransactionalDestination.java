package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Streams as those of {@link StreamDestination}, where messages and position are stored in one
 * transaction, so that each change is there once. Transactions are counted: after a failure the
 * count says whether the one that failed was stored.
 */
final class TransactionalDestination implements Destination {
  private final StreamTransactions streams;
  private final Envelopes envelopes;
  private final String name;
  private final StoredPosition earlier;
  private final List<Attempt> stored = new ArrayList<>();
  private volatile @Nullable StreamWriter writer; // closed by any thread
  private @Nullable Attempt doubtful;
  private long epoch;
  private long number;

  /**
   * Makes one.
   *
   * @param name of the writer
   * @param earlier where the position is if nothing was delivered in transactions yet
   */
  TransactionalDestination(
      StreamTransactions streams, Envelopes envelopes, String name, StoredPosition earlier) {
    this.streams = streams;
    this.envelopes = envelopes;
    this.name = name;
    this.earlier = earlier;
  }

  /** What one transaction delivers; it may have been stored although its caller was told no. */
  private record Attempt(List<Change> changes, Optional<FeedPosition> through) {}

  /**
   * What is kept with the messages.
   *
   * @param number of the transaction
   */
  private record Mark(long number, Optional<FeedPosition> position) {
    static Mark parse(String text) {
      try {
        JsonObject json = JsonObject.parse(text);
        return new Mark(
            json.number("number").toLong(),
            json.has("position")
                ? Optional.of(FeedPosition.parse(json.string("position")))
                : Optional.empty());
      } catch (JsonException | IllegalArgumentException e) {
        throw new BackendException(ErrorKind.CORRUPT, "it is no position of ours: " + text, e);
      }
    }

    String text() {
      JsonObjectBuilder json = JsonObject.builder().put("form", 1).put("number", number);
      position.ifPresent(at -> json.put("position", at.toString()));
      return json.build().toString();
    }
  }

  @Override
  public boolean tellsMessages() {
    return true;
  }

  @Override
  public Optional<FeedPosition> lead(long newer) {
    epoch = newer;
    Optional<Mark> mark = opened().position().map(Mark::parse);
    number = mark.map(Mark::number).orElse(0L);
    return mark.isPresent() ? mark.flatMap(Mark::position) : earlier.lead(newer);
  }

  @Override
  public void deliver(List<Change> changes, Optional<FeedPosition> through) {
    Map<String, List<Message>> messages = new LinkedHashMap<>();
    for (Change change : changes) {
      for (Envelopes.Addressed each : envelopes.messages(change)) {
        messages.computeIfAbsent(each.stream(), s -> new ArrayList<>()).add(each.message());
      }
    }
    store(new Attempt(changes, through), messages);
    envelopes.forget();
  }

  @Override
  public void complete(Set<TableName> tables, FeedPosition start, FeedPosition through) {
    store(new Attempt(List.of(), Optional.of(through)), Map.of());
  }

  /** A conflict may be that the backend gave the writer up; opening it again says so. */
  private void store(Attempt attempt, Map<String, List<Message>> messages) {
    try {
      append(attempt, messages);
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.CONFLICT) {
        throw e;
      }
      append(attempt, messages);
    }
  }

  private void append(Attempt attempt, Map<String, List<Message>> messages) {
    StreamWriter open = opened();
    if (stored.remove(attempt)) {
      return;
    }
    try {
      open.append(messages, new Mark(number + 1, through(attempt)).text());
      number++;
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.INVALID_ARGUMENT && e.kind() != ErrorKind.TOO_LARGE) {
        writer = null;
        doubtful = attempt;
        close(open, e);
      }
      throw e;
    }
  }

  /** A parked change that is retried before an attempt is told as stored takes no position back. */
  private Optional<FeedPosition> through(Attempt attempt) {
    Optional<FeedPosition> furthest = attempt.through;
    for (Attempt each : stored) {
      FeedPosition there = each.through.orElse(null);
      if (there != null && furthest.filter(at -> there.after(at)).isPresent()) {
        furthest = each.through;
      }
    }
    return furthest;
  }

  /** The writer; where it was opened again, it has said what became of the last attempt. */
  private StreamWriter opened() {
    StreamWriter open = writer;
    if (open == null) {
      open = streams.open(name, epoch);
      writer = open;
      Attempt attempt = doubtful;
      doubtful = null;
      long there = open.position().map(Mark::parse).map(Mark::number).orElse(0L);
      if (attempt != null && there == number + 1) {
        number = there;
        stored.add(attempt);
      }
    }
    return open;
  }

  private static void close(StreamWriter open, BackendException why) {
    try {
      open.close();
    } catch (OperationException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    StreamWriter open = writer;
    if (open != null) {
      open.close();
    }
  }
}
