package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Inbox;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Latches;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What {@link io.patternsdk.core.pubsub.Subscriber} and {@link Subscription} promise. */
final class SubscriptionContract {
  private static final int BATCH = 1_000;

  private final Subject subject;
  private final PubSub pubSub;

  SubscriptionContract(Subject subject) {
    this.subject = subject;
    this.pubSub = subject.require(PUBSUB_BASIC);
  }

  @Case
  void aCallThatThrowsIsFollowedByTheNext() {
    Inbox inbox =
        subject.inbox(
            text -> {
              if (!text.equals("end")) {
                throw new IllegalStateException("a handler that fails, on purpose");
              }
            });
    subject.closing(pubSub.subscribe("topic", inbox));
    publish("one", "two", "end");
    inbox.awaits("end");
    assertThat(inbox.texts()).containsExactly("one", "two", "end");
  }

  @Case
  void aSubscriberMayUseTheBackend() {
    Inbox answers = subject.inbox();
    Inbox more = subject.inbox();
    subject.closing(pubSub.subscribe("answers", answers));
    Inbox asked =
        subject.inbox(
            text -> {
              subject.closing(pubSub.subscribe("more", more));
              pubSub.publish("answers", Message.of("answer to " + text));
              pubSub.publish("more", Message.of("more on " + text));
            });
    subject.closing(pubSub.subscribe("topic", asked));
    publish("question");
    answers.awaits("answer to question");
    more.awaits("more on question");
  }

  @Case
  void aSlowSubscriberHoldsUpNobodyElse() {
    CountDownLatch release = new CountDownLatch(1);
    Inbox slow = subject.inbox(text -> Latches.await(release));
    Inbox quick = subject.inbox();
    subject.closing(pubSub.subscribe("topic", slow));
    subject.closing(pubSub.subscribe("topic", quick));
    publish("one", "two", "end");
    quick.awaits("end");
    slow.awaits("one");
    assertThat(slow.texts()).containsExactly("one");
    release.countDown();
    slow.awaits("end");
  }

  @Case
  void whatASlowSubscriberMissesIsBoundedCountedAndReported() {
    CountDownLatch release = new CountDownLatch(1);
    Inbox slow = subject.inbox(text -> Latches.await(release));
    KeptMeters meters = new KeptMeters();
    PubSub alone = subject.fresh(meters).require(PUBSUB_BASIC);
    Subscription subscription = subject.closing(alone.subscribe("topic", slow));
    List<Publication> batch =
        Collections.nCopies(BATCH, new Publication("topic", Message.of("many")));
    long published = 0;
    while (subscription.dropped() == 0) {
      assertThat(published).as("published, and all of it buffered").isLessThan(300L * BATCH);
      published += alone.publishAll(batch).published();
    }
    release.countDown();
    long total = published;
    subject
        .eventually()
        .check(() -> assertThat(slow.size() + subscription.dropped()).isEqualTo(total));
    alone.publish("topic", Message.of("end"));
    slow.awaits("end");
    subject.eventually().check(() -> assertThat(slow.gaps()).contains(Gap.OVERFLOW));
    checkPublished(meters, subscription.dropped());
    subscription.close();
    checkPublished(meters, subscription.dropped());
  }

  private void checkPublished(KeptMeters meters, long dropped) {
    subject
        .eventually()
        .check(
            () ->
                assertThat(meters.read("backend_dropped_messages_total"))
                    .isEqualTo((double) dropped));
  }

  @Case
  void aQuickSubscriberMissesNothing() {
    Inbox inbox = subject.inbox();
    Subscription subscription = subject.closing(pubSub.subscribe("topic", inbox));
    publish("one", "two");
    inbox.awaitsSize(2);
    assertThat(subscription.dropped()).isZero();
    assertThat(inbox.gaps()).isEmpty();
  }

  @Case
  void manySubscriptionsMayComeAndGo() {
    Crowd.run(
        64,
        i -> {
          for (int round = 0; round < 3; round++) {
            Inbox inbox = subject.inbox();
            try (Subscription subscription = pubSub.subscribe("topic." + i, inbox)) {
              pubSub.publish("topic." + i, Message.of("round " + round));
              inbox.awaits("round " + round);
              assertThat(subscription.dropped()).isZero();
            }
          }
        });
  }

  private void publish(String... texts) {
    for (String text : texts) {
      pubSub.publish("topic", Message.of(text));
    }
  }
}
