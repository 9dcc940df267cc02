package io.patternsdk.testkit.history;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.util.List;

/**
 * What holds whatever happens: writers and members of a group that come, stop, leave, and meet
 * failures, by a seed. How many there are {@link Rounds#histories} says.
 */
public final class GroupHistoryContract {
  private static final int WRITERS = 2;
  private static final int MEMBERS = 3;
  private static final double OFTEN = 0.05;

  private final Subject subject;

  GroupHistoryContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void aGroupKeepsItsPromisesWhateverHappens() {
    Rounds.eachHistory(this::run);
  }

  private void run(long seed) {
    FaultPlan plan = FaultPlan.seeded(seed, Clock.system());
    plan.sometimes(OFTEN, "stream_basic.append", Fault.ambiguous(ErrorKind.TIMED_OUT));
    plan.sometimes(
        OFTEN, "stream_consumer_groups.poll_group", Fault.refused(ErrorKind.UNAVAILABLE));
    plan.sometimes(OFTEN, "stream_consumer_groups.commit", Fault.ambiguous(ErrorKind.TIMED_OUT));
    List<Capabilities> processes =
        List.of(failing(subject.backend(), plan), failing(subject.sibling(), plan));
    HistoryRun run = new HistoryRun("history " + seed, seed, WRITERS, subject.variant().patience());
    Crowd.run(
        WRITERS + MEMBERS,
        i -> {
          Capabilities process = processes.get(i % processes.size());
          if (i < WRITERS) {
            run.write(process.require(STREAM_BASIC), i);
          } else {
            run.consume(process.require(STREAM_CONSUMER_GROUPS), i);
          }
        });
    assertThat(StreamHistoryChecker.check(run.history(), true)).as("seed %d", seed).isEmpty();
  }

  private static Capabilities failing(Backend backend, FaultPlan plan) {
    return backend.capabilities("history", List.of(plan));
  }
}
