package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Inbox;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What {@link PubSubWildcards} promises, on a driver that has {@link PubSub}. */
final class PubSubWildcardsContract {
  private static final String END = "the end of ";

  private final Subject subject;
  private final PubSub pubSub;
  private final PubSubWildcards wildcards;

  PubSubWildcardsContract(Subject subject) {
    this.subject = subject;
    this.pubSub = subject.require(PUBSUB_BASIC);
    this.wildcards = subject.require(PUBSUB_WILDCARDS);
  }

  @Case
  void aPatternReceivesExactlyWhatItMatches() {
    Map<String, Inbox> inboxes = new HashMap<>();
    WildcardSamples.PATTERNS.forEach(pattern -> inboxes.put(pattern, subscribed(pattern)));
    WildcardSamples.TOPICS.forEach(topic -> pubSub.publish(topic, Message.of(topic)));
    WildcardSamples.PATTERNS.forEach(
        pattern -> pubSub.publish(WildcardSamples.matching(pattern), Message.of(END + pattern)));
    inboxes.forEach(
        (pattern, inbox) -> {
          List<String> expected =
              WildcardSamples.TOPICS.stream().filter(TopicPattern.of(pattern)::matches).toList();
          inbox.awaits(END + pattern);
          subject.eventually().until("all came", () -> inbox.texts().containsAll(expected));
          List<Inbox.Received> received =
              inbox.received().stream().filter(r -> !r.message().text().startsWith(END)).toList();
          assertThat(received)
              .as("received by <%s>", pattern)
              .extracting(each -> each.message().text())
              .containsExactlyInAnyOrderElementsOf(expected);
          assertThat(received)
              .allSatisfy(each -> assertThat(each.topic()).isEqualTo(each.message().text()));
        });
  }

  @Case
  void whatIsPublishedRightAfterSubscribingIsReceived() {
    PubSub other = subject.sibling().require(PUBSUB_BASIC);
    for (int i = 0; i < 30; i++) {
      Inbox inbox = subscribed("topic." + i + ".*");
      other.publish("topic." + i + ".x", Message.of("at once"));
      inbox.awaits("at once");
    }
  }

  @Case
  void allOfAMessageArrives() {
    Inbox inbox = subscribed("topic.>");
    for (Message message : Messages.ofAllKinds()) {
      int before = inbox.size();
      pubSub.publish("topic.a.b", message);
      inbox.awaitsSize(before + 1);
      assertThat(inbox.received().getLast().topic()).isEqualTo("topic.a.b");
      Messages.checkSame(inbox.received().getLast().message(), message);
    }
  }

  @Case
  void subscriptionsThatOverlapReceiveOneEach() {
    Inbox exact = subject.inbox();
    subject.closing(pubSub.subscribe("a.b", exact));
    List<Inbox> all =
        Stream.concat(Stream.of(exact), Stream.of("a.*", "a.>", "*.b", "a.*").map(this::subscribed))
            .toList();
    pubSub.publish("a.b", Message.of("one"));
    pubSub.publish("a.b", Message.of("end"));
    for (Inbox inbox : all) {
      inbox.awaits("end");
      assertThat(inbox.texts()).containsExactly("one", "end");
    }
  }

  @Case
  void theOrderOfAPublisherAndTopicIsKept() {
    Inbox inbox = subscribed("topic.*");
    List<String> texts = IntStream.range(0, 500).mapToObj(i -> "message " + i).toList();
    texts.forEach(text -> pubSub.publish("topic.a", Message.of(text)));
    inbox.awaitsSize(500);
    assertThat(inbox.texts()).isEqualTo(texts);
    inbox.checkOneAtATime();
  }

  @Case
  void afterClosingNoCallBegins() {
    Inbox inbox = subject.inbox();
    Subscription subscription = wildcards.subscribePattern("topic.*", inbox);
    Inbox fence = subscribed("topic.*");
    pubSub.publish("topic.a", Message.of("before"));
    inbox.awaits("before");
    subscription.close();
    subscription.close();
    Silence.after(pubSub, "topic.a", fence);
    assertThat(inbox.texts()).containsExactly("before");
    assertThat(subscription.dropped()).isZero();
  }

  @Case
  void patternsThatCannotBeAreRefused() {
    for (String pattern : List.of("", ".", "a..b", ".a", "a.", ">.a", "a.>.b", "\ud83d")) {
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT,
          () -> wildcards.subscribePattern(pattern, subject.inbox()).close());
    }
  }

  @Case
  void namespacesAreKeptApart() {
    PubSub theirs = subject.neighbour().require(PUBSUB_BASIC);
    Inbox ours = subscribed(">");
    Inbox other = subject.inbox();
    subject.closing(subject.neighbour().require(PUBSUB_WILDCARDS).subscribePattern(">", other));
    theirs.publish("topic", Message.of("theirs"));
    other.awaits("theirs");
    pubSub.publish("topic", Message.of("ours"));
    ours.awaits("ours");
    theirs.publish("topic", Message.of("end"));
    other.awaits("end");
    assertThat(ours.received()).extracting(Inbox.Received::topic).containsExactly("topic");
    assertThat(ours.texts()).containsExactly("ours");
    assertThat(other.texts()).containsExactly("theirs", "end");
  }

  @Case
  void nothingIsSubscribedPastTheDeadline() {
    Inbox inbox = subject.inbox();
    Expect.refusalPastTheDeadline(() -> wildcards.subscribePattern("topic.*", inbox));
    Inbox fence = subscribed("topic.*");
    Silence.after(pubSub, "topic.a", fence);
    assertThat(inbox.texts()).isEmpty();
  }

  private Inbox subscribed(String pattern) {
    Inbox inbox = subject.inbox();
    subject.closing(wildcards.subscribePattern(pattern, inbox));
    return inbox;
  }
}
