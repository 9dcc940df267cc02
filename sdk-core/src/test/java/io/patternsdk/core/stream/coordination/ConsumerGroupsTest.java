package io.patternsdk.core.stream.coordination;

import static io.patternsdk.core.stream.coordination.Group.LEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.coordination.Group.One;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConsumerGroupsTest {
  private static final Duration LONG = LEASE.multipliedBy(3);

  private final Group group = new Group(4);

  private static void assertConflict(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
  }

  private static Set<Integer> all(One... members) {
    Set<Integer> partitions = new TreeSet<>();
    for (One member : members) {
      member.has().forEach(partition -> assertThat(partitions.add(partition)).isTrue());
    }
    return partitions;
  }

  @Test
  void theFirstMemberHasAllAtOnce() {
    group.streams.append(0, "a");
    One one = group.join();

    assertThat(one.has()).containsExactly(0, 1, 2, 3);
    assertThat(one.texts()).containsExactly("a");
  }

  @Test
  void membersComeToAFairShare() {
    One one = group.join();
    One two = group.join();
    group.pass(LONG, one, two);
    assertThat(one.has()).hasSize(2);
    assertThat(all(one, two)).hasSize(4);

    One three = group.join();
    group.pass(LONG, one, two, three);
    assertThat(three.has()).hasSize(1);
    assertThat(all(one, two, three)).hasSize(4);
  }

  @Test
  void membersBeyondThePartitionsHaveNone() {
    Group small = new Group(1);
    One one = small.join();
    One two = small.join();
    small.pass(LONG, one, two);

    assertThat(one.has()).containsExactly(0);
    assertThat(two.has()).isEmpty();
    assertThat(two.poll()).isEmpty();
  }

  @Test
  void whoLeavesFreesItsPartitionsAtOnce() {
    One one = group.join();
    One two = group.join();
    group.pass(LONG, one, two);
    one.leave();
    two.beat();

    assertThat(two.has()).hasSize(4);
  }

  @Test
  void whoDiesKeepsItsPartitionsForTheLeaseTime() {
    One dead = group.join();
    One heir = group.join();
    group.pass(LONG, dead, heir);
    Duration nearly = LEASE.minusMillis(1);
    heir.beat();
    group.clock.advance(nearly);
    heir.beat();
    assertThat(heir.has()).hasSize(2);

    group.clock.advance(Duration.ofMillis(1));
    heir.beat();
    assertThat(heir.has()).hasSize(4);
  }

  @Test
  void whatWasNotCommittedIsHandedOutAgain() {
    Offset first = group.streams.append(0, "a");
    group.streams.append(0, "b");
    One dead = group.join();
    assertThat(dead.texts()).containsExactly("a", "b");
    dead.commit(first);
    One heir = group.join();
    group.pass(LONG, heir);

    assertThat(heir.texts()).containsExactly("b");
  }

  @Test
  void aFencedMemberCannotCommit() {
    Offset lost = group.streams.append(0, "a");
    One frozen = group.join();
    assertThat(frozen.poll()).hasSize(1);
    One heir = group.join();
    group.pass(LONG, heir);

    assertThatThrownBy(() -> frozen.commit(lost)).hasMessageContaining("[0]");
    assertThat(frozen.has()).isEmpty();
    assertThat(heir.texts()).containsExactly("a");
    heir.commit(lost);
    assertThat(group.groups.lag("s", "g")).containsEntry(0, 0L);
  }

  @Test
  void ofSeveralPartitionsItsOwnAreCommitted() {
    Offset zero = group.streams.append(0, "a");
    Offset one = group.streams.append(1, "b");
    One member = group.join();
    member.poll();
    Lease taken = new Lease("another", 99, Lease.NOTHING, 0, null);
    Leases leases = new Leases(group.store, "s", "g", 4);
    leases.replace(0, leases.read(0).orElseThrow().version(), taken);

    assertConflict(() -> member.commit(zero, one));
    assertThat(group.groups.lag("s", "g")).containsEntry(0, 1L).containsEntry(1, 0L);
  }

  @Test
  void aFrozenProcessHandsOutNothing() {
    group.streams.append(0, "a");
    One frozen = group.join();
    group.clock.advance(LEASE);

    assertThat(frozen.poll()).isEmpty();
    assertThat(frozen.has()).isEmpty();
  }

  @Test
  void whoseConnectionComesBackGoesOnIfNobodyTookItsPlace() {
    group.streams.append(0, "a");
    One member = group.join();
    assertThat(member.texts()).containsExactly("a");
    group.store.down(true);
    group.clock.advance(LEASE);
    assertThatThrownBy(member::beat).isInstanceOf(BackendException.class);
    Offset second = group.streams.append(0, "b");
    assertThat(member.poll()).isEmpty();

    group.store.down(false);
    member.beat();
    assertThat(member.texts()).containsExactly("b");
    member.commit(second);
  }

  @Test
  void aPartitionMovesOnceAllOfItIsCommitted() {
    Group one = new Group(2);
    Offset zero = one.streams.append(0, "a");
    Offset second = one.streams.append(1, "b");
    One owner = one.join();
    owner.poll();
    One comer = one.join();
    owner.beat();
    comer.beat();
    assertThat(comer.has()).isEmpty();
    one.streams.append(0, "c");
    one.streams.append(1, "d");
    assertThat(owner.poll()).hasSize(1); // not of the one that is waited for

    owner.commit(zero, second);
    comer.beat();
    assertThat(all(owner, comer)).containsExactly(0, 1);
    assertThat(comer.poll()).hasSize(1);
  }

  @Test
  void whoLeavesGivesUpWhatItHasJustBeenHanded() {
    One owner = group.join();
    One comer = group.join();
    owner.beat();
    comer.leave();
    owner.beat();

    assertThat(owner.has()).hasSize(4);
  }

  @Test
  void whoDoesNotCommitLosesAPartitionThatIsWaitedForAfterTheLeaseTime() {
    Group one = new Group(2);
    Offset zero = one.streams.append(0, "a");
    Offset second = one.streams.append(1, "b");
    One slow = one.join();
    slow.poll();
    One comer = one.join();
    one.pass(LEASE.plusSeconds(3), slow, comer);

    assertThat(comer.has()).hasSize(1);
    assertConflict(() -> slow.commit(zero, second));
    assertThat(slow.has()).hasSize(1);
    assertThat(comer.poll()).hasSize(1);
  }

  @Test
  void latestIsFixedByTheFirstToJoin() {
    group.streams.append(0, "before");
    group.join(ReadFrom.latest()).leave();
    group.streams.append(0, "after");
    group.streams.append(1, "too");

    assertThat(group.join(ReadFrom.latest()).texts()).containsExactly("after", "too");
  }

  @Test
  void aResetFencesAndStartsAnew() {
    Offset first = group.streams.append(0, "a");
    Offset second = group.streams.append(0, "b");
    One member = group.join();
    member.poll();
    member.commit(first);

    group.groups.reset("s", "g", ReadFrom.earliest());
    assertConflict(() -> member.commit(second));
    assertThat(member.texts()).containsExactly("a", "b");
    member.commit(second);
    assertThat(group.groups.lag("s", "g")).containsEntry(0, 0L);
  }

  @Test
  void aResetMovesOnlyWhatItNames() {
    group.streams.append(0, "a");
    Offset one = group.streams.append(1, "b");
    One member = group.join();
    member.poll();
    group.groups.reset("s", "g", ReadFrom.latest().in(List.of(0)));
    member.commit(one);

    assertThat(group.groups.lag("s", "g")).containsEntry(0, 0L).containsEntry(1, 0L);
  }

  @Test
  void aGroupThatNobodyJoinedHasNoLag() {
    assertThat(group.groups.lag("s", "nobody")).isEmpty();
  }

  @Test
  void aLostAnswerToACommitIsAskedFor() {
    Offset first = group.streams.append(0, "a");
    One member = group.join();
    member.poll();
    group.store.loseAnswers(1);
    member.commit(first);

    assertThat(group.groups.lag("s", "g")).containsEntry(0, 0L);
  }

  @Test
  void aCommitIsDoneThoughItsAnswerIsLostAndAnotherTakesOverBeforeItIsAskedFor() {
    Offset first = group.streams.append(0, "a");
    One frozen = group.join();
    frozen.poll();
    group.store.loseAnswer(() -> group.pass(LONG, group.join()));
    frozen.commit(first);

    assertThat(frozen.has()).doesNotContain(0);
    assertThat(group.groups.lag("s", "g")).containsEntry(0, 0L);
    Offset second = group.streams.append(0, "b");
    assertConflict(() -> frozen.commit(second));
  }

  @Test
  void aLostCommitIsToldAndCanBeRepeated() {
    Offset first = group.streams.append(0, "a");
    One member = group.join();
    member.poll();
    group.store.loseRequests(1);
    assertThatThrownBy(() -> member.commit(first)).hasMessageContaining("lost");
    member.commit(first);

    assertThat(group.groups.lag("s", "g")).containsEntry(0, 0L);
  }

  @Test
  void aReadingThatIsEndedByTheChangeItBeganWithIsBegunAnew() {
    One one = group.join();
    assertThat(one.poll()).isEmpty();
    one.member().wake();
    group.streams.append(0, "a");

    assertThat(one.texts()).containsExactly("a");
  }

  @Test
  void whoHasLeftIsClosed() {
    One member = group.join();
    member.leave();

    assertThatThrownBy(member::poll).hasMessageContaining("left");
    assertThat(member.has()).isEmpty();
  }
}
