package io.patternsdk.testkit.history;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What writers of a stream and members of one group did and were told. Each call has a span of
 * ticks, so that what happened after what is known where it is certain. The place of the group is
 * not moved by hand, and each message has an id of its own. Thread-safe.
 */
public final class StreamHistory {
  private final AtomicLong ticks = new AtomicLong();
  private final ConcurrentLinkedQueue<Append> appends = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Poll> polls = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Commit> commits = new ConcurrentLinkedQueue<>();

  /** What a caller was told. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It was not done. */
    REFUSED,
    /** Nobody knows. */
    UNKNOWN
  }

  /**
   * When a call was made.
   *
   * @param begin the tick before it
   * @param end the tick after it
   */
  public record Span(long begin, long end) {
    /** Tells whether it was over before another one began. */
    public boolean before(Span other) {
      return end < other.begin;
    }
  }

  /**
   * A message was appended, or not.
   *
   * @param span when
   * @param key its key
   * @param id its id
   * @param offset where; null unless it was done
   * @param outcome what the writer was told
   */
  public record Append(
      Span span, String key, String id, @Nullable Offset offset, Outcome outcome) {}

  /**
   * Records were handed out.
   *
   * @param span when
   * @param member to whom
   * @param records what
   */
  public record Poll(Span span, String member, List<StreamRecord> records) {}

  /**
   * An offset was committed, or not.
   *
   * @param span when
   * @param member by whom
   * @param offset what
   * @param outcome what the member was told
   */
  public record Commit(Span span, String member, Offset offset, Outcome outcome) {}

  /** Appends a message with a key and records it; an error is recorded and not thrown. */
  public Optional<Offset> append(MessageStream stream, String name, Message message) {
    long begin = ticks.incrementAndGet();
    Offset offset = null;
    Outcome outcome = Outcome.DONE;
    try {
      offset = stream.append(name, message);
    } catch (OperationException e) {
      outcome = outcome(e);
    }
    String key = message.key().orElseThrow();
    add(new Append(span(begin), key, message.id(), offset, outcome));
    return Optional.ofNullable(offset);
  }

  /** Polls and records what came; an error is recorded as nothing. */
  public List<StreamRecord> poll(GroupMember member, String name, int max, Duration wait) {
    long begin = ticks.incrementAndGet();
    List<StreamRecord> records;
    try {
      records = member.poll(max, wait);
    } catch (OperationException e) {
      return List.of();
    }
    add(new Poll(span(begin), name, records));
    return records;
  }

  /** Commits offsets of one partition and records it; an error is recorded and not thrown. */
  public Outcome commit(GroupMember member, String name, Offset offset) {
    long begin = ticks.incrementAndGet();
    Outcome outcome = Outcome.DONE;
    try {
      member.commit(List.of(offset));
    } catch (OperationException e) {
      outcome = outcome(e);
    }
    add(new Commit(span(begin), name, offset, outcome));
    return outcome;
  }

  private static Outcome outcome(OperationException e) {
    boolean conflict = e instanceof BackendException b && b.kind() == ErrorKind.CONFLICT;
    return conflict || e.effect() == Effect.NONE ? Outcome.REFUSED : Outcome.UNKNOWN;
  }

  /** Returns a span that began at a tick and ends now. */
  public Span span(long begin) {
    return new Span(begin, ticks.incrementAndGet());
  }

  /** Returns the tick of a call that begins now. */
  public long begin() {
    return ticks.incrementAndGet();
  }

  /** Adds an append that was made otherwise. */
  public void add(Append append) {
    appends.add(append);
  }

  /** Adds a poll that was made otherwise. */
  public void add(Poll poll) {
    polls.add(poll);
  }

  /** Adds a commit that was made otherwise. */
  public void add(Commit commit) {
    commits.add(commit);
  }

  /** Returns all but some polls and commits, as if these had never been made. */
  StreamHistory without(Predicate<Poll> somePolls, Predicate<Commit> someCommits) {
    StreamHistory rest = new StreamHistory();
    rest.appends.addAll(appends);
    commits.stream().filter(someCommits.negate()).forEach(rest.commits::add);
    polls.stream().filter(somePolls.negate()).forEach(rest.polls::add);
    return rest;
  }

  Collection<Append> appends() {
    return List.copyOf(appends);
  }

  Collection<Poll> polls() {
    return List.copyOf(polls);
  }

  Collection<Commit> commits() {
    return List.copyOf(commits);
  }
}
