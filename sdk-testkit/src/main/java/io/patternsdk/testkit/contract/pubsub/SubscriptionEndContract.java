package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Inbox;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Bounded;
import io.patternsdk.testkit.contract.internal.Latches;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What {@link Subscription#close} promises. */
final class SubscriptionEndContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WHILE = Duration.ofMillis(300);

  /** A machine that is busy may take as long for a close that does not wait, but not each time. */
  private static final int TIMES = 2;

  private final Subject subject;
  private final PubSub pubSub;

  SubscriptionEndContract(Subject subject) {
    this.subject = subject;
    this.pubSub = subject.require(PUBSUB_BASIC);
  }

  @Case
  void afterClosingNoCallBegins() {
    Inbox inbox = subject.inbox();
    Inbox fence = subject.inbox();
    Subscription subscription = pubSub.subscribe("topic", inbox);
    subject.closing(pubSub.subscribe("topic", fence));
    publish("before");
    inbox.awaits("before");
    subscription.close();
    subscription.close();
    Silence.after(pubSub, "topic", fence);
    assertThat(inbox.texts()).containsExactly("before");
  }

  @Case
  void closingOneLeavesTheOthers() {
    Inbox inbox = subject.inbox();
    Subscription first = pubSub.subscribe("topic", subject.inbox());
    subject.closing(pubSub.subscribe("topic", inbox));
    first.close();
    publish("after");
    inbox.awaits("after");
    pubSub.subscribe("topic", subject.inbox()).close();
    publish("end");
    inbox.awaits("end");
    assertThat(inbox.texts()).containsExactly("after", "end");
  }

  @Case
  void closingWaitsForTheRunningCall() {
    checkWaits(pubSub, Subscription::close);
  }

  @Case
  void closingWaitsUntilTheDeadlineAndNoLonger() {
    Backend backend = subject.fresh(HOUR);
    for (int i = 0; i < TIMES; i++) {
      checkWaitsUntilTheDeadline(backend, Subscription::close);
    }
  }

  @Case
  void aSubscriptionMayBeClosedFromInside() {
    CompletableFuture<Subscription> own = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    Inbox inbox =
        subject.inbox(
            text -> {
              own.join().close();
              closed.countDown();
            });
    Inbox fence = subject.inbox();
    subject.closing(pubSub.subscribe("topic", fence));
    own.complete(pubSub.subscribe("topic", inbox));
    publish("one", "two");
    Latches.await(closed);
    Silence.after(pubSub, "topic", fence);
    assertThat(inbox.texts()).containsExactly("one");
  }

  @Case
  void closingTheDriverEndsIt() {
    Inbox inbox = subject.inbox();
    try (Backend backend = subject.fresh()) {
      PubSub passing = backend.require(PUBSUB_BASIC);
      passing.subscribe("topic", inbox);
      passing.publish("topic", Message.of("before"));
      inbox.awaits("before");
    }
    Inbox fence = subject.inbox();
    subject.closing(pubSub.subscribe("topic", fence));
    Silence.after(pubSub, "topic", fence);
    assertThat(inbox.texts()).containsExactly("before");
  }

  @Case
  void closingTheDriverWaitsForTheRunningCall() {
    Backend backend = subject.fresh();
    PubSub passing = backend.require(PUBSUB_BASIC);
    checkWaits(passing, subscription -> backend.close());
  }

  @Case
  void closingTheDriverWaitsUntilTheDeadlineAndNoLonger() {
    Backend backend = subject.fresh(HOUR);
    checkWaitsUntilTheDeadline(backend, subscription -> backend.close());
  }

  @Case
  void closingWaitsNoLongerThanTheOperationTimeout() {
    checkEnds(subject.fresh(WHILE), Subscription::close);
  }

  @Case
  void closingTheDriverWaitsNoLongerThanTheOperationTimeout() {
    Backend backend = subject.fresh(WHILE);
    checkEnds(backend, subscription -> backend.close());
  }

  private void checkWaitsUntilTheDeadline(Backend backend, Consumer<Subscription> close) {
    checkEnds(backend, subscription -> Deadline.within(WHILE, () -> close.accept(subscription)));
  }

  /** Closes while a call runs that does not end, and checks that it waits so long and no longer. */
  private void checkEnds(Backend backend, Consumer<Subscription> close) {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Inbox inbox =
        subject.inbox(
            text -> {
              entered.countDown();
              Latches.await(release);
            });
    PubSub by = backend.require(PUBSUB_BASIC);
    Subscription subscription = // where it takes a connection, that may take longer than a call may
        subject.eventually().value(() -> by.subscribe("topic", inbox));
    by.publish("topic", Message.of("one"));
    by.publish("topic", Message.of("two"));
    Latches.await(entered);
    subject.closing(release::countDown);
    Bounded.within(
        subject.variant().patience(),
        () -> {
          long start = System.nanoTime();
          close.accept(subscription);
          NeverEarly.waited(start, WHILE);
        });
    release.countDown();
    Inbox fence = subject.inbox();
    subject.closing(pubSub.subscribe("topic", fence));
    Silence.after(pubSub, "topic", fence);
    assertThat(inbox.texts()).containsExactly("one");
  }

  private void checkWaits(PubSub by, Consumer<Subscription> close) {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();
    Inbox inbox =
        subject.inbox(
            text -> {
              entered.countDown();
              Latches.await(release);
              finished.set(true);
            });
    Subscription subscription = by.subscribe("topic", inbox);
    by.publish("topic", Message.of("one"));
    Latches.await(entered);
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Thread closer =
        Thread.startVirtualThread(
            () -> {
              close.accept(subscription);
              closed.complete(finished.get());
            });
    subject.eventually().until("that close waits or is over", () -> Latches.waits(closer));
    release.countDown();
    assertThat(closed.join()).as("the call was over when close returned").isTrue();
  }

  private void publish(String... texts) {
    for (String text : texts) {
      pubSub.publish("topic", Message.of(text));
    }
  }
}
