package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRetention;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link StreamRetention} promises. */
final class StreamRetentionContract {
  private static final int ALL = 1_000;
  private static final int KEPT = 300;

  /** The most that may be left where {@link #KEPT} are asked for. */
  private static final long MOST = KEPT + 100;

  private final Subject subject;
  private final MessageStream streams;
  private final StreamRetention retention;
  private final Log log;

  StreamRetentionContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
    this.retention = subject.require(STREAM_RETENTION);
    this.log = new Log(streams, subject);
  }

  @Case
  void withoutBoundsEverythingIsKept() {
    assertThat(retention.retention("stream")).isEqualTo(Retention.forever());
    append();
    assertThat(retention.trim("stream")).isZero();
    assertThat(count()).isEqualTo(ALL);
  }

  @Case
  void boundsBelongToTheStreamForAllProcesses() {
    Retention bounds = Retention.forever().maxRecords(7).maxAge(Duration.ofHours(3));
    retention.retain("stream", bounds);
    StreamRetention other = subject.sibling().require(STREAM_RETENTION);
    assertThat(other.retention("stream")).isEqualTo(bounds);
    other.retain("stream", Retention.forever().maxRecords(9).evenUnread());
    assertThat(retention.retention("stream"))
        .isEqualTo(Retention.forever().maxRecords(9).evenUnread());
    assertThat(retention.retention("another")).isEqualTo(Retention.forever());
  }

  @Case
  void theNewestAreKept() {
    append();
    retention.retain("stream", Retention.forever().maxRecords(KEPT));
    long removed = retention.trim("stream");
    long left = count();
    assertThat(left).isBetween((long) KEPT, MOST);
    assertThat(removed).isEqualTo(ALL - left);
    assertThat(Log.texts(log.all("stream", (int) left)))
        .isEqualTo(IntStream.range((int) removed, ALL).mapToObj(i -> "message " + i).toList());
    assertThat(retention.trim("stream")).isBetween(0L, left - KEPT);
  }

  @Case
  void aReaderGoesOnWithTheOldestThatIsThere() {
    append();
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      assertThat(Log.texts(log.several(reader, 2))).containsExactly("message 0", "message 1");
      retention.retain("stream", Retention.forever().maxRecords(KEPT));
      int removed = (int) retention.trim("stream");
      assertThat(removed).isPositive();
      assertThat(Log.texts(log.several(reader, 1))).containsExactly("message " + removed);
    }
  }

  @Case
  void offsetsGoOnWhenEverythingIsRemoved() {
    Offset last = append();
    retention.retain("stream", Retention.forever().maxAge(Duration.ofMillis(1)));
    subject
        .eventually()
        .until(
            "that what is old is removed",
            () -> {
              retention.trim("stream");
              return count() <= 100;
            });
    assertThat(log.append("stream", "key", "next").after(last)).isTrue();
  }

  @Case
  void whatIsYoungerIsKept() {
    append();
    retention.retain("stream", Retention.forever().maxAge(Duration.ofHours(1)));
    assertThat(retention.trim("stream")).isZero();
    retention.retain("stream", Retention.forever().maxAge(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(retention.trim("stream")).isZero();
    assertThat(count()).isEqualTo(ALL);
  }

  @Case
  void whatAGroupHasNotCommittedIsKeptUnlessTheBoundsSayOtherwise() {
    subject.find(STREAM_CONSUMER_GROUPS).ifPresent(this::checkUnread);
  }

  private void checkUnread(StreamConsumerGroups groups) {
    append();
    try (GroupMember member = groups.join("stream", "group", ReadFrom.earliest())) {
      List<String> handled = new Handling(member, log.patience()).commit(200);
      assertThat(handled).hasSize(200);
      retention.retain("stream", Retention.forever().maxRecords(KEPT));
      assertThat(retention.trim("stream")).isBetween(100L, 200L);
      assertThat(count()).isBetween((long) ALL - 200, (long) ALL - 100);
      retention.retain("stream", Retention.forever().maxRecords(KEPT).evenUnread());
      assertThat(retention.trim("stream")).isPositive();
      assertThat(count()).isBetween((long) KEPT, MOST);
    }
  }

  @Case
  void whatCannotBeIsRefused() {
    for (String name : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> retention.retention(name));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> retention.trim(name));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> retention.retain(name, Retention.forever()));
    }
    Expect.refusalPastTheDeadline(() -> retention.trim("stream"));
  }

  /** Appends "message 0" and so on to one partition; returns where the last is. */
  private Offset append() {
    return log.append("stream", ALL, i -> Log.keyed("key", "message " + i)).getLast();
  }

  private long count() {
    return streams.count("stream", ReadFrom.earliest());
  }
}
