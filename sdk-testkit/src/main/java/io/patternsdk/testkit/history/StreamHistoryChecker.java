package io.patternsdk.testkit.history;

import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.history.StreamHistory.Append;
import io.patternsdk.testkit.history.StreamHistory.Commit;
import io.patternsdk.testkit.history.StreamHistory.Outcome;
import io.patternsdk.testkit.history.StreamHistory.Poll;
import io.patternsdk.testkit.history.StreamHistory.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a {@link StreamHistory} is one that streams and groups allow. What may have happened
 * either way is given the benefit of the doubt; what is certain is not.
 */
public final class StreamHistoryChecker {
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Append> appended = new HashMap<>();
  private final Map<Integer, List<Handed>> handed = new TreeMap<>();
  private final Map<Integer, List<Commit>> commits = new TreeMap<>();
  private final Map<Offset, StreamRecord> records = new HashMap<>();

  private StreamHistoryChecker() {}

  /** One record that was handed out. */
  private record Handed(Span span, String member, StreamRecord record) {
    long position() {
      return record.offset().position();
    }
  }

  /**
   * Returns what must not have happened; nothing if all is well.
   *
   * @param drained whether members have polled until the group had no lag: what was appended and
   *     was never handed out is lost then
   */
  public static List<String> check(StreamHistory history, boolean drained) {
    StreamHistoryChecker checker = new StreamHistoryChecker();
    checker.read(history);
    checker.order();
    checker.handed.forEach((partition, all) -> checker.takeovers(all, checker.of(partition)));
    checker.commits.forEach((partition, all) -> all.forEach(checker::commit));
    if (drained) {
      checker.losses();
    }
    return checker.problems;
  }

  private List<Commit> of(int partition) {
    return commits.getOrDefault(partition, List.of());
  }

  private void problem(String what) {
    problems.add(what);
  }

  private void read(StreamHistory history) {
    history.appends().forEach(append -> appended.put(append.id(), append));
    history
        .commits()
        .forEach(
            commit ->
                commits
                    .computeIfAbsent(commit.offset().partition(), p -> new ArrayList<>())
                    .add(commit));
    history.polls().stream()
        .sorted(Comparator.comparingLong(p -> p.span().end()))
        .forEach(this::read);
  }

  private void read(Poll poll) {
    Map<Integer, Long> last = new HashMap<>();
    for (StreamRecord record : poll.records()) {
      int partition = record.offset().partition();
      Long before = last.put(partition, record.offset().position());
      if (before != null && before >= record.offset().position()) {
        problem("out of order in one poll: " + record.offset() + " after " + before);
      }
      genuine(record, poll.span());
      Handed one = new Handed(poll.span(), poll.member(), record);
      repeated(one);
      handed.computeIfAbsent(partition, p -> new ArrayList<>()).add(one);
    }
  }

  /** Was it appended, and is it what was appended there? */
  private void genuine(StreamRecord record, Span read) {
    StreamRecord known = records.putIfAbsent(record.offset(), record);
    if (known != null && !known.message().id().equals(record.message().id())) {
      problem("two messages at " + record.offset());
    }
    Append append = appended.get(record.message().id());
    if (append == null
        || append.outcome() == Outcome.REFUSED
        || read.before(append.span())
        || !append.key().equals(record.message().key().orElse(""))
        || (append.offset() != null && !append.offset().equals(record.offset()))) {
      problem("phantom: " + record + ", appended was " + append);
    }
  }

  /** Nothing is handed out again that had been committed before. */
  private void repeated(Handed one) {
    for (Commit commit : of(one.record().offset().partition())) {
      if (commit.outcome() == Outcome.DONE
          && commit.span().before(one.span())
          && commit.offset().position() >= one.position()) {
        problem("repeated though committed: " + one + ", " + commit);
        return;
      }
    }
  }

  /** Messages of one key are in one partition, in the order of their appends. */
  private void order() {
    Map<String, List<Append>> keys = new TreeMap<>();
    appended.values().stream()
        .filter(append -> append.offset() != null)
        .forEach(append -> keys.computeIfAbsent(append.key(), k -> new ArrayList<>()).add(append));
    for (List<Append> all : keys.values()) {
      all.sort(Comparator.comparingLong(append -> append.span().begin()));
      for (int i = 0; i < all.size(); i++) {
        for (int j = i + 1; j < all.size(); j++) {
          ordered(all.get(i), all.get(j));
        }
      }
    }
  }

  private void ordered(Append one, Append other) {
    Offset first = one.offset();
    Offset second = other.offset();
    if (first == null || second == null) {
      return;
    }
    if (first.partition() != second.partition()) {
      problem("one key in two partitions: " + one + ", " + other);
    } else if (one.span().before(other.span()) && !second.after(first)) {
      problem("not in the order of the appends: " + one + ", " + other);
    }
  }

  /** Whoever is handed a partition begins behind what is committed, and goes on without a gap. */
  private void takeovers(List<Handed> all, List<Commit> committed) {
    @Nullable Handed before = null;
    for (Handed now : all) {
      boolean goesOn = before != null && before.member().equals(now.member());
      boolean certain = before == null || before.span().before(now.span()) || goesOn;
      if (certain) {
        long from = goesOn && before != null ? before.position() : -1;
        if (!goesOn || now.position() > from) {
          gap(now, from, committed);
        }
      }
      before = now;
    }
  }

  /** No record lies between that is neither handed to this member before nor committed. */
  private void gap(Handed now, long after, List<Commit> committed) {
    int partition = now.record().offset().partition();
    long from = after;
    for (Commit commit : committed) {
      boolean possible = !now.span().before(commit.span()) && commit.outcome() != Outcome.REFUSED;
      from = possible ? Math.max(from, commit.offset().position()) : from;
    }
    for (Append append : appended.values()) {
      Offset offset = append.offset();
      if (offset != null
          && offset.partition() == partition
          && offset.position() > from
          && offset.position() < now.position()) {
        problem("left out: " + append + " before " + now);
        return;
      }
    }
  }

  /** A commit that was done is of what the member had been handed and nobody since. */
  private void commit(Commit commit) {
    if (commit.outcome() != Outcome.DONE) {
      return;
    }
    List<Handed> all = handed.getOrDefault(commit.offset().partition(), List.of());
    Handed own = null;
    for (Handed one : all) {
      if (one.member().equals(commit.member())
          && one.position() == commit.offset().position()
          && one.span().before(commit.span())) {
        own = one;
      }
    }
    if (own == null) {
      problem("committed though not handed out: " + commit);
    } else if (fenced(own, commit, all) && !coveredByAnother(commit)) {
      problem("a member that was replaced has committed: " + commit);
    }
  }

  private static boolean fenced(Handed own, Commit commit, List<Handed> all) {
    return all.stream()
        .anyMatch(
            one ->
                !one.member().equals(commit.member())
                    && own.span().before(one.span())
                    && one.span().before(commit.span()));
  }

  /** Whoever commits what is behind the committed place does nothing, and may. */
  private boolean coveredByAnother(Commit commit) {
    return of(commit.offset().partition()).stream()
        .anyMatch(
            one ->
                !one.equals(commit)
                    && one.outcome() != Outcome.REFUSED
                    && !commit.span().before(one.span())
                    && one.offset().position() >= commit.offset().position());
  }

  private void losses() {
    for (Append append : appended.values()) {
      Offset offset = append.offset();
      if (offset != null && !records.containsKey(offset)) {
        problem("lost: " + append);
      }
    }
  }
}
