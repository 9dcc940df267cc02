package io.patternsdk.testkit.history;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.FaultSubject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Latches;
import io.patternsdk.testkit.history.StreamHistory.Outcome;
import io.patternsdk.testkit.proxy.TcpProxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A process of which the members of a group are, for the others, dead: it neither commits nor says
 * that it leaves. Those who join take over what it had been handed, all is read, and it comes back.
 * Meanwhile a client may still hand out what it has in memory, as Kafka's does; it commits none of
 * it.
 */
final class GroupHistoryFaults {
  private static final int WRITERS = 2;
  private static final int LOST = 2;
  private static final int OTHERS = 2;
  private static final int ALL = WRITERS + LOST + OTHERS;
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final FaultSubject subject;

  GroupHistoryFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void membersThatAreCutOffAreReplaced() {
    Rounds.eachHistory(
        seed ->
            run(
                seed,
                proxy -> {
                  proxy.refuse();
                  proxy.reset();
                }));
  }

  /** What they had sent arrives when they come back: a commit that is too late is among it. */
  @Case
  void membersThatAreFrozenAreReplacedAndCommitNothingOfOthersAfterwards() {
    Rounds.eachHistory(seed -> run(seed, TcpProxy::stall));
  }

  private void run(long seed, Consumer<TcpProxy> harm) {
    HistoryRun run = new HistoryRun("history " + seed, seed, WRITERS, PATIENCE);
    AtomicLong harmed = new AtomicLong(Long.MAX_VALUE);
    AtomicLong healed = new AtomicLong(Long.MAX_VALUE);
    CountDownLatch lostRead = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(OTHERS);
    try (Backend lost = subject.open()) {
      StreamConsumerGroups losing = new Rejoining(lost, subject.eventually());
      Backend others = subject.direct();
      Crowd.run(
          ALL + 1,
          i -> {
            if (i < WRITERS) {
              write(run, others, i, lostRead);
            } else if (i < WRITERS + LOST) {
              run.consume(losing, i);
            } else if (i < ALL) {
              Latches.await(lostRead);
              consume(run, others, i, read);
            } else {
              lose(
                  run,
                  proxy -> {
                    harm.accept(proxy);
                    harmed.set(run.history().begin());
                  },
                  lostRead,
                  read);
              healed.set(run.history().begin());
            }
          });
    }
    StreamHistory all = run.history();
    Set<String> before = membersUntil(all, healed.get());
    StreamHistory seen =
        all.without(
            poll ->
                isLost(poll.member())
                    && before.contains(poll.member())
                    && poll.span().begin() > harmed.get()
                    && !isCommitted(all, poll),
            commit ->
                isLost(commit.member())
                    && before.contains(commit.member())
                    && commit.span().begin() > harmed.get()
                    && isBehind(all, commit));
    assertThat(StreamHistoryChecker.check(seen, true)).isEmpty();
  }

  /** Who joins later has nothing in memory from before. */
  private static Set<String> membersUntil(StreamHistory history, long tick) {
    return history.polls().stream()
        .filter(poll -> poll.span().begin() < tick)
        .map(StreamHistory.Poll::member)
        .collect(Collectors.toSet());
  }

  /**
   * Whoever could commit what it was handed was a member, harmed or healed again; who had nothing
   * to do for that need not have been one.
   */
  private static boolean isCommitted(StreamHistory history, StreamHistory.Poll poll) {
    return history.commits().stream()
        .filter(commit -> commit.outcome() == Outcome.DONE)
        .filter(commit -> commit.member().equals(poll.member()))
        .filter(
            commit ->
                poll.records().stream().anyMatch(record -> record.offset().equals(commit.offset())))
        .anyMatch(commit -> !isBehind(history, commit));
  }

  /** Others had committed that before, so it was told that this is done, and nothing was. */
  private static boolean isBehind(StreamHistory history, StreamHistory.Commit commit) {
    return history.commits().stream()
        .filter(other -> other.outcome() != Outcome.REFUSED)
        .filter(other -> !other.member().equals(commit.member()))
        .filter(other -> other.offset().partition() == commit.offset().partition())
        .filter(other -> other.offset().position() >= commit.offset().position())
        .anyMatch(other -> !commit.span().before(other.span()));
  }

  /** The second one writes when the first members are about to be lost. */
  private static void write(HistoryRun run, Backend backend, int number, CountDownLatch lostRead) {
    if (number > 0) {
      Latches.await(lostRead);
    }
    run.write(backend.require(STREAM_BASIC), number);
  }

  private static void consume(HistoryRun run, Backend backend, int number, CountDownLatch read) {
    try {
      run.consume(backend.require(STREAM_CONSUMER_GROUPS), number);
    } finally {
      read.countDown();
    }
  }

  private void lose(
      HistoryRun run, Consumer<TcpProxy> harm, CountDownLatch lostRead, CountDownLatch read) {
    try {
      subject.eventually().until("that those who will be lost read", () -> lostHaveRead(run));
      lostRead.countDown();
      harm.accept(subject.proxy());
      subject.eventually().until("that the others have read all", () -> read.getCount() == 0);
    } finally {
      lostRead.countDown();
      subject.proxy().heal();
    }
  }

  private static boolean lostHaveRead(HistoryRun run) {
    return run.history().polls().stream()
        .anyMatch(poll -> isLost(poll.member()) && !poll.records().isEmpty());
  }

  private static boolean isLost(String member) {
    return HistoryRun.number(member) < WRITERS + LOST;
  }

  /** Groups of a process that may be cut off: who cannot join goes on trying. */
  private record Rejoining(StreamConsumerGroups groups, Eventually patience)
      implements StreamConsumerGroups {
    Rejoining(Backend backend, Eventually patience) {
      this(backend.require(STREAM_CONSUMER_GROUPS), patience);
    }

    @Override
    public GroupMember join(String stream, String group, ReadFrom from) {
      return patience.value(() -> groups.join(stream, group, from));
    }

    @Override
    public void reset(String stream, String group, ReadFrom to) {
      groups.reset(stream, group, to);
    }

    @Override
    public Map<Integer, Long> lag(String stream, String group) {
      return groups.lag(stream, group);
    }
  }
}
