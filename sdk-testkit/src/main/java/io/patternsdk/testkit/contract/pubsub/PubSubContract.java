package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Inbox;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What {@link PubSub} promises of publishing and of what arrives. */
final class PubSubContract {
  private final Subject subject;
  private final PubSub pubSub;

  PubSubContract(Subject subject) {
    this.subject = subject;
    this.pubSub = subject.require(PUBSUB_BASIC);
  }

  @Case
  void publishingWithoutSubscribersSucceeds() {
    pubSub.publish("nobody", Message.of("hello"));
    assertThat(pubSub.publishAll(List.of(new Publication("nobody", Message.of("hello")))))
        .isEqualTo(PublishResult.allPublished(1));
  }

  @Case
  void whatIsPublishedRightAfterSubscribingIsReceived() {
    PubSub other = subject.sibling().require(PUBSUB_BASIC);
    for (int i = 0; i < 30; i++) {
      Inbox inbox = subscribed("topic." + i);
      other.publish("topic." + i, Message.of("at once"));
      inbox.awaits("at once");
    }
  }

  @Case
  void allOfAMessageArrives() {
    Inbox inbox = subscribed("topic");
    for (Message message : Messages.ofAllKinds()) {
      int before = inbox.size();
      pubSub.publish("topic", message);
      inbox.awaitsSize(before + 1);
      assertThat(inbox.received().getLast().topic()).isEqualTo("topic");
      Messages.checkSame(inbox.received().getLast().message(), message);
    }
  }

  @Case
  void publishingAgainDeliversAgainWithTheSameId() {
    Inbox inbox = subscribed("topic");
    Message message = Message.of("twice");
    pubSub.publish("topic", message);
    pubSub.publish("topic", message);
    inbox.awaitsSize(2);
    assertThat(inbox.received()).extracting(each -> each.message().id()).containsOnly(message.id());
  }

  @Case
  void eachSubscriptionReceivesEachMessageOnce() {
    List<Inbox> inboxes = List.of(subscribed("topic"), subscribed("topic"), subject.inbox());
    PubSub other = subject.sibling().require(PUBSUB_BASIC);
    subject.closing(other.subscribe("topic", inboxes.get(2)));
    pubSub.publish("topic", Message.of("one"));
    other.publish("topic", Message.of("two"));
    for (Inbox inbox : inboxes) {
      inbox.awaitsSize(2);
    }
    pubSub.publish("topic", Message.of("end"));
    for (Inbox inbox : inboxes) {
      inbox.awaits("end");
      assertThat(inbox.texts()).containsExactlyInAnyOrder("one", "two", "end");
    }
  }

  @Case
  void theOrderOfAPublisherIsKept() {
    Inbox inbox = subscribed("topic");
    List<String> texts = IntStream.range(0, 1_000).mapToObj(i -> "message " + i).toList();
    texts.subList(0, 500).forEach(text -> pubSub.publish("topic", Message.of(text)));
    List<Publication> rest =
        texts.subList(500, 1_000).stream()
            .map(text -> new Publication("topic", Message.of(text)))
            .toList();
    assertThat(pubSub.publishAll(rest).failures()).isEmpty();
    inbox.awaitsSize(1_000);
    assertThat(inbox.texts()).isEqualTo(texts);
    inbox.checkOneAtATime();
  }

  @Case
  void manyThreadsMayPublishAndEachKeepsItsOrder() {
    Inbox inbox = subscribed("topic");
    Crowd.run(
        64,
        i -> {
          for (int n = 0; n < 20; n++) {
            pubSub.publish("topic", Message.of(i + ":" + n));
          }
        });
    inbox.awaitsSize(64 * 20);
    inbox.checkOneAtATime();
    Map<String, List<Integer>> numbers = new HashMap<>();
    for (String text : inbox.texts()) {
      String[] parts = text.split(":", -1);
      numbers.computeIfAbsent(parts[0], i -> new ArrayList<>()).add(Integer.parseInt(parts[1]));
    }
    assertThat(numbers).hasSize(64).allSatisfy((i, of) -> assertThat(of).isSorted().hasSize(20));
  }

  @Case
  void aThousandMessagesGoOutTogether() {
    List<Inbox> inboxes = IntStream.range(0, 10).mapToObj(i -> subscribed("topic." + i)).toList();
    List<Publication> publications =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new Publication("topic." + i % 100, Message.of("message " + i)))
            .toList();
    PublishResult result = pubSub.publishAll(publications);
    assertThat(result.size()).isEqualTo(1_000);
    assertThat(result.failures()).isEmpty();
    for (int i = 0; i < 10; i++) {
      int topic = i;
      inboxes.get(i).awaitsSize(10);
      assertThat(inboxes.get(i).texts())
          .isEqualTo(IntStream.range(0, 10).mapToObj(n -> "message " + (n * 100 + topic)).toList());
    }
  }

  @Case
  void publishingNothingSucceeds() {
    assertThat(pubSub.publishAll(List.of())).isEqualTo(PublishResult.allPublished(0));
  }

  @Case
  void anInterruptIsKeptAndHarmsNothing() {
    Inbox inbox = subscribed("topic");
    Expect.interruptIsKept(() -> pubSub.publish("topic", Message.of("interrupted")));
    pubSub.publish("topic", Message.of("after"));
    inbox.awaits("after");
  }

  private Inbox subscribed(String topic) {
    Inbox inbox = subject.inbox();
    subject.closing(pubSub.subscribe(topic, inbox));
    return inbox;
  }
}
