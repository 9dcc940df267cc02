package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.Subscriber;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What a mailbox keeps of the budget that all share. */
class MailboxTest {
  private final ByteBudget budget = ByteBudget.of(100_000);
  private final CountDownLatch stuck = new CountDownLatch(1);

  @Test
  void theStuckLeaveRoomForOthersAndGetAGap() throws InterruptedException {
    Listener first = new Listener(stuck);
    Listener second = new Listener(stuck);
    Listener quick = new Listener(new CountDownLatch(0));
    List<Mailbox> boxes = List.of(box(first), box(second));
    for (int i = 0; i < 50; i++) {
      boxes.forEach(MailboxTest::put);
    }
    assertThat(budget.reserved()).isLessThanOrEqualTo(70_000);
    Mailbox free = box(quick);
    for (int i = 0; i < 20; i++) {
      put(free);
      assertThat(quick.events.take()).isEqualTo("message");
    }
    assertThat(free.dropped()).isZero();
    assertThat(boxes).allSatisfy(box -> assertThat(box.dropped()).isPositive());
    stuck.countDown();
    for (Listener one : List.of(first, second)) {
      assertThat(one.events.take()).isEqualTo("message");
      while (!one.events.take().equals("OVERFLOW")) {
        assertThat(one.events).isNotNull();
      }
    }
    boxes.forEach(box -> box.close(Deadline.NONE));
    free.close(Deadline.NONE);
    assertThat(budget.reserved()).isZero();
  }

  @Test
  void whatIsShutGivesBackWhatWaited() {
    Mailbox box = box(new Listener(stuck));
    for (int i = 0; i < 3; i++) {
      put(box);
    }
    box.shut();
    assertThat(budget.reserved()).isLessThanOrEqualTo(10_128); // the call that runs
    stuck.countDown();
    box.close(Deadline.NONE);
    assertThat(budget.reserved()).isZero();
  }

  private Mailbox box(Subscriber subscriber) {
    return new Mailbox("mailbox", subscriber, 1_000, budget);
  }

  private static void put(Mailbox box) {
    byte[] body = new byte[10_000];
    box.put("topic", body.length, () -> Message.of(body));
  }

  private record Listener(CountDownLatch open, BlockingQueue<String> events) implements Subscriber {
    Listener(CountDownLatch open) {
      this(open, new LinkedBlockingQueue<>());
    }

    @Override
    public void onMessage(String topic, Message message) {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      events.add("message");
    }

    @Override
    public void onGap(Gap gap) {
      events.add(gap.name());
    }
  }
}
