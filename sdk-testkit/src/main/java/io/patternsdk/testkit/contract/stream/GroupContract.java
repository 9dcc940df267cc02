package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What {@link StreamConsumerGroups} promises while members come and leave in order. */
final class GroupContract {
  private static final int ALL = 60;

  private final Subject subject;
  private final MessageStream streams;
  private final StreamConsumerGroups groups;
  private final Log log;

  GroupContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
    this.groups = subject.require(STREAM_CONSUMER_GROUPS);
    this.log = new Log(streams, subject);
  }

  @Case
  void oneMemberIsHandedEverythingInOrder() {
    append(0, ALL);
    List<StreamRecord> records = handling(join("group", ReadFrom.earliest())).several(ALL);
    assertThat(Log.texts(records)).containsExactlyInAnyOrderElementsOf(texts(0, ALL));
    checkOrder(records);
  }

  @Case
  void aPlaceIsKeptWhenNobodyIsLeft() {
    append(0, ALL);
    List<String> handled = new ArrayList<>();
    try (GroupMember first = groups.join("stream", "group", ReadFrom.earliest())) {
      handled.addAll(handling(first).commit(25));
    }
    StreamConsumerGroups other = subject.sibling().require(STREAM_CONSUMER_GROUPS);
    GroupMember second = subject.closing(other.join("stream", "group", ReadFrom.latest()));
    handled.addAll(handling(second).commit(ALL - 25));
    assertThat(handled).containsExactlyInAnyOrderElementsOf(texts(0, ALL));
    assertThat(lag("group")).isZero();
  }

  @Case
  void whatWasNotCommittedIsHandedOutAgain() {
    append(0, ALL);
    List<String> committed = new ArrayList<>();
    try (GroupMember first = groups.join("stream", "group", ReadFrom.earliest())) {
      committed.addAll(handling(first).commit(20));
      handling(first).several(15);
    }
    List<String> rest = handling(join("group", ReadFrom.earliest())).commit(ALL - 20);
    assertThat(rest).doesNotContainAnyElementsOf(committed);
    committed.addAll(rest);
    assertThat(committed).containsExactlyInAnyOrderElementsOf(texts(0, ALL));
  }

  @Case
  void aGroupWithoutAPlaceBeginsWhereItsMemberSays() {
    append(0, ALL);
    GroupMember latest = join("late", ReadFrom.latest());
    awaitAssigned(latest);
    append(ALL, ALL + 10);
    assertThat(handling(latest).commit(10))
        .containsExactlyInAnyOrderElementsOf(texts(ALL, ALL + 10));
    List<Offset> some = Log.offsets(log.all("stream", ALL + 10)).subList(0, ALL);
    assertThat(handling(join("after", ReadFrom.after(some))).commit(10)).hasSize(10);
  }

  @Case
  void groupsGoThroughAStreamEachAtItsOwnPlace() {
    append(0, 10);
    assertThat(handling(join("one", ReadFrom.earliest())).commit(10)).hasSize(10);
    assertThat(handling(join("other", ReadFrom.earliest())).commit(10)).hasSize(10);
  }

  @Case
  void membersShareThePartitionsAndEachHasOneReader() {
    int partitions = streams.partitions("stream");
    GroupMember one = join("group", ReadFrom.earliest());
    GroupMember other =
        subject.closing(
            subject
                .sibling()
                .require(STREAM_CONSUMER_GROUPS)
                .join("stream", "group", ReadFrom.earliest()));
    subject
        .eventually()
        .check(
            () -> {
              one.poll(1, Duration.ZERO);
              other.poll(1, Duration.ZERO);
              Set<Integer> all = new TreeSet<>(one.assignment());
              all.addAll(other.assignment());
              assertThat(all).hasSize(partitions);
              assertThat(one.assignment())
                  .isNotEmpty()
                  .doesNotContainAnyElementsOf(other.assignment());
              assertThat(other.assignment()).isNotEmpty();
            });
    append(0, ALL);
    List<String> handled = new ArrayList<>();
    subject
        .eventually()
        .until(
            "that all is handled",
            () -> {
              for (GroupMember member : List.of(one, other)) {
                List<StreamRecord> some = member.poll(10, Duration.ZERO);
                member.commit(Log.offsets(some));
                handled.addAll(Log.texts(some));
              }
              return handled.size() >= ALL;
            });
    assertThat(handled).containsExactlyInAnyOrderElementsOf(texts(0, ALL));
  }

  @Case
  void thePartitionsOfOneThatLeavesGoToTheOthersAtOnce() {
    append(0, ALL);
    GroupMember one = join("group", ReadFrom.earliest());
    awaitAssigned(one);
    GroupMember other = join("group", ReadFrom.earliest());
    one.close();
    assertThat(handling(other).commit(ALL)).containsExactlyInAnyOrderElementsOf(texts(0, ALL));
    assertThat(other.assignment()).hasSize(streams.partitions("stream"));
  }

  @Case
  void whoHasLeftIsRefused() {
    append(0, 10);
    GroupMember one = join("group", ReadFrom.earliest());
    List<Offset> offsets = Log.offsets(handling(one).several(10));
    one.close();
    one.close();
    assertThat(catchThrowable(() -> one.commit(offsets))).isNotNull();
    Expect.refusal(ErrorKind.CLOSED, () -> one.poll(1, Duration.ZERO));
    assertThat(lag("group")).isEqualTo(10);
  }

  @Case
  void committingBehindTheCommittedPlaceDoesNothing() {
    append(0, 10);
    GroupMember member = join("group", ReadFrom.earliest());
    List<Offset> offsets = Log.offsets(handling(member).several(10));
    member.commit(offsets);
    member.commit(offsets.subList(0, 1));
    member.commit(List.of());
    assertThat(lag("group")).isZero();
    member.commit(offsets);
    assertThat(lag("group")).isZero();
  }

  @Case
  void whatHasNotBeenCommittedIsCounted() {
    assertThat(groups.lag("stream", "group")).isEmpty();
    append(0, 10);
    GroupMember member = join("group", ReadFrom.earliest());
    awaitAssigned(member);
    assertThat(groups.lag("stream", "group")).hasSize(streams.partitions("stream"));
    assertThat(lag("group")).isEqualTo(10);
    handling(member).commit(4);
    assertThat(lag("group")).isEqualTo(6);
    handling(member).several(6);
    assertThat(lag("group")).isEqualTo(6);
    assertThat(groups.lag("stream", "another")).isEmpty();
    assertThat(groups.lag("another", "group")).isEmpty();
  }

  @Case
  void resettingMovesAGroupBackAndForward() {
    append(0, 20);
    GroupMember member = join("group", ReadFrom.earliest());
    assertThat(handling(member).commit(20)).hasSize(20);
    groups.reset("stream", "group", ReadFrom.earliest());
    assertThat(lag("group")).isEqualTo(20);
    assertThat(handling(member).commit(20)).containsExactlyInAnyOrderElementsOf(texts(0, 20));
    append(20, 30);
    groups.reset("stream", "group", ReadFrom.latest());
    assertThat(lag("group")).isZero();
    append(30, 40);
    assertThat(handling(member).commit(10)).containsExactlyInAnyOrderElementsOf(texts(30, 40));
  }

  @Case
  void whatWasHandedOutBeforeAResetCannotBeCommitted() {
    append(0, 20);
    GroupMember member = join("group", ReadFrom.earliest());
    List<Offset> before = Log.offsets(handling(member).several(20));
    groups.reset("stream", "group", ReadFrom.earliest());
    Expect.failure(ErrorKind.CONFLICT, () -> member.commit(before));
    assertThat(lag("group")).isEqualTo(20);
    assertThat(handling(member).commit(20)).containsExactlyInAnyOrderElementsOf(texts(0, 20));
    assertThat(lag("group")).isZero();
  }

  @Case
  void aPartitionThatIsNotItsOwnIsAConflictAndTheOthersAreCommitted() {
    append(0, 20);
    List<StreamRecord> all = log.all("stream", 20);
    GroupMember one = join("group", ReadFrom.earliest());
    GroupMember other = join("group", ReadFrom.earliest());
    subject
        .eventually()
        .check(
            () -> {
              one.poll(1, Duration.ZERO);
              other.poll(1, Duration.ZERO);
              assertThat(one.assignment()).isNotEmpty();
              assertThat(other.assignment()).isNotEmpty();
            });
    groups.reset("stream", "group", ReadFrom.earliest());
    Set<Integer> own = one.assignment();
    handling(one)
        .several((int) all.stream().filter(r -> own.contains(r.offset().partition())).count());
    Expect.failure(ErrorKind.CONFLICT, () -> one.commit(Log.offsets(all)));
    groups
        .lag("stream", "group")
        .forEach(
            (partition, lag) -> {
              if (own.contains(partition)) {
                assertThat(lag).as("lag of %s", partition).isZero();
              }
            });
  }

  @Case
  void anAppendWakesAMemberThatWaits() {
    GroupMember member = join("group", ReadFrom.earliest());
    awaitAssigned(member);
    Waiting<List<StreamRecord>> waiting =
        Waiting.on(subject, () -> member.poll(1, Waiting.VERY_LONG));
    log.append("stream", "key", "one");
    assertThat(Log.texts(waiting.result())).containsExactly("one");
  }

  @Case
  void leavingEndsAWait() {
    GroupMember member = join("group", ReadFrom.earliest());
    Waiting<List<StreamRecord>> waiting =
        Waiting.on(subject, () -> member.poll(1, Waiting.VERY_LONG));
    member.close();
    Throwable thrown = catchThrowable(() -> assertThat(waiting.result()).isEmpty());
    if (thrown != null) {
      Expect.thrown(ErrorKind.CLOSED, thrown);
    }
  }

  @Case
  void whatCannotBeIsRefused() {
    ReadFrom all = ReadFrom.earliest();
    for (String name : OddNames.REFUSED) {
      invalid(() -> groups.join(name, "group", all).close());
      invalid(() -> groups.join("stream", name, all).close());
      invalid(() -> groups.lag("stream", name));
      invalid(() -> groups.reset(name, "group", all));
    }
    invalid(() -> groups.reset("stream", "group", all.in(List.of(streams.partitions("stream")))));
    GroupMember member = join("group", all);
    invalid(() -> member.poll(0, Duration.ZERO));
    invalid(() -> member.poll(1, Duration.ofMillis(-1)));
  }

  private static void invalid(Runnable call) {
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, call);
  }

  private GroupMember join(String group, ReadFrom from) {
    return subject.closing(groups.join("stream", group, from));
  }

  private Handling handling(GroupMember member) {
    return new Handling(member, subject.variant().patience());
  }

  private void awaitAssigned(GroupMember member) {
    int partitions = streams.partitions("stream");
    subject
        .eventually()
        .until("that it has all partitions", () -> member.assignment().size() == partitions);
  }

  private long lag(String group) {
    return groups.lag("stream", group).values().stream().mapToLong(Long::longValue).sum();
  }

  private void append(int from, int to) {
    log.append(
        "stream", to - from, i -> Log.keyed("key " + (from + i) % 17, "message " + (from + i)));
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "message " + i).toList();
  }

  private static void checkOrder(List<StreamRecord> records) {
    Map<Integer, Offset> last = new HashMap<>();
    for (StreamRecord record : records) {
      Offset before = last.put(record.offset().partition(), record.offset());
      assertThat(before == null || record.offset().after(before)).isTrue();
    }
  }
}
