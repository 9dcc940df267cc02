package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnTopicTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Backends backends = Backends.embedded();
  private final PubSub real =
      backends.open("embedded").capabilities("test", List.of()).require(PUBSUB_BASIC);
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    backends.close();
  }

  @Test
  void itIsListenedToOnceHoweverManyNeedIt() {
    try (OwnTopic topic = topic(() -> {})) {
      assertThat(topic.listening()).isEqualTo("t");
      assertThat(topic.listening()).isEqualTo("t");
      real.publish("t", Message.of("x"));
      SOON.check(() -> assertThat(heard).hasSize(1));
      assertThat(tries).hasValue(1);
    }
  }

  @Test
  void whoNeedsItWhileAnotherSubscribesWaitsNoLongerThanItsDeadline() throws Exception {
    OwnTopic topic = topic(this::hang);
    Thread first = Thread.startVirtualThread(topic::listening);
    entered.await();
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> Deadline.within(Duration.ofMillis(20), topic::listening))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.DEADLINE));
    release.countDown();
    first.join();
    assertThat(topic.listening()).isEqualTo("t");
    assertThat(tries).hasValue(1);
  }

  @Test
  void whoWaitedForOneThatFailsTriesItself() throws Exception {
    OwnTopic topic =
        topic(
            () -> {
              hang();
              if (tries.get() == 1) {
                throw new BackendException(ErrorKind.UNAVAILABLE, "the first fails");
              }
            });
    Thread first =
        Thread.startVirtualThread(
            () -> assertThatExceptionOfType(BackendException.class).isThrownBy(topic::listening));
    entered.await();
    Thread second = Thread.startVirtualThread(topic::listening);
    release.countDown();
    first.join();
    second.join();
    topic.listening();
    assertThat(tries).hasValue(2);
  }

  @Test
  void whatIsSubscribedToAfterTheEndIsClosed() throws Exception {
    OwnTopic topic = topic(this::hang);
    Thread late = Thread.startVirtualThread(topic::listening);
    entered.await();
    topic.close();
    release.countDown();
    late.join();
    assertThat(closes).hasValue(1);
  }

  private void hang() {
    entered.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Subscription counting(Subscription subscription) {
    return new Subscription() {
      @Override
      public void close() {
        closes.incrementAndGet();
        subscription.close();
      }

      @Override
      public long dropped() {
        return subscription.dropped();
      }
    };
  }

  private OwnTopic topic(Runnable beforeSubscribing) {
    return new OwnTopic(
        new PubSub() {
          @Override
          public void publish(String topic, Message message) {
            real.publish(topic, message);
          }

          @Override
          public PublishResult publishAll(List<Publication> publications) {
            return real.publishAll(publications);
          }

          @Override
          public Subscription subscribe(String topic, Subscriber subscriber) {
            tries.incrementAndGet();
            beforeSubscribing.run();
            return counting(real.subscribe(topic, subscriber));
          }
        },
        "t",
        heard::add);
  }
}
