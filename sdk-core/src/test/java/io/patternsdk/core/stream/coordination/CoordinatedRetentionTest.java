package io.patternsdk.core.stream.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CoordinatedRetentionTest {
  private static final Retention ONE = Retention.forever().maxRecords(1);

  private final Group group = new Group(2);
  private final CoordinatedRetention retention =
      new CoordinatedRetention(
          new StreamCatalog(group.store, 2), group.groups, group.streams, group.clock);

  private Offset appendThree() {
    group.streams.append(0, "a");
    Offset second = group.streams.append(0, "b");
    group.streams.append(0, "c");
    return second;
  }

  @Test
  void withoutBoundsAllIsKept() {
    appendThree();

    assertThat(retention.trim("s")).isZero();
  }

  @Test
  void withoutGroupsTheBoundsDecide() {
    appendThree();
    retention.retain("s", ONE);

    assertThat(retention.trim("s")).isEqualTo(2);
    assertThat(retention.trim("s")).isZero();
  }

  @Test
  void whatAGroupHasNotCommittedIsKept() {
    Offset second = appendThree();
    retention.retain("s", ONE);
    Group.One member = group.join();
    assertThat(retention.trim("s")).isZero();
    member.poll();
    member.commit(new Offset(0, second.position() - 1));

    assertThat(retention.trim("s")).isEqualTo(1);
    member.commit(second);
    assertThat(retention.trim("s")).isEqualTo(1);
  }

  @Test
  void theSlowestGroupDecides() {
    appendThree();
    retention.retain("s", ONE);
    group.join(ReadFrom.latest());
    group.groups.enter("s", "slow", ReadFrom.earliest());

    assertThat(retention.trim("s")).isZero();
  }

  @Test
  void evenUnreadSparesNobody() {
    appendThree();
    retention.retain("s", ONE.evenUnread());
    group.join();

    assertThat(retention.trim("s")).isEqualTo(2);
  }

  @Test
  void whoAppendsTrimsOnceAMinute() throws InterruptedException {
    CountDownLatch trimmed = new CountDownLatch(1);
    TrimSchedule schedule =
        new TrimSchedule(
            stream -> {
              trimmed.countDown();
              return 0;
            },
            group.clock);
    schedule.appended("s");
    group.clock.advance(Duration.ofSeconds(59));
    schedule.appended("s");
    assertThat(trimmed.getCount()).isEqualTo(1);

    group.clock.advance(Duration.ofSeconds(1));
    schedule.appended("s");
    trimmed.await();
  }
}
