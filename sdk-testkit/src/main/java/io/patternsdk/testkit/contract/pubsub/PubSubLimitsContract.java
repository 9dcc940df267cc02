package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Inbox;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Messages;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@link PubSub} promises of topics, sizes and deadlines. */
final class PubSubLimitsContract {
  private final Subject subject;
  private final PubSub pubSub;

  PubSubLimitsContract(Subject subject) {
    this.subject = subject;
    this.pubSub = subject.require(PUBSUB_BASIC);
  }

  @Case
  void oddTopicsAreKeptApart() {
    Map<String, Inbox> inboxes = new HashMap<>();
    OddNames.ALL.forEach(topic -> inboxes.put(topic, subscribed(topic)));
    OddNames.ALL.forEach(topic -> pubSub.publish(topic, Message.of(topic)));
    OddNames.ALL.forEach(topic -> pubSub.publish(topic, Message.of("end")));
    inboxes.forEach(
        (topic, inbox) -> {
          inbox.awaits("end");
          assertThat(inbox.texts()).as("received on <%s>", topic).containsExactly(topic, "end");
          assertThat(inbox.received()).allSatisfy(r -> assertThat(r.topic()).isEqualTo(topic));
        });
  }

  @Case
  void topicsThatCannotBeAreRefused() {
    for (String topic : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> pubSub.publish(topic, Message.of("hello")));
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT, () -> pubSub.subscribe(topic, subject.inbox()).close());
    }
  }

  @Case
  void theBiggestBodyFitsAndOneTooLargeIsRefused() {
    Inbox inbox = subscribed("topic");
    byte[] biggest = Values.biggest(subject.traits(PUBSUB_BASIC));
    Message message = Messages.traced(biggest);
    byte[] tooLarge = Values.tooLarge(subject.traits(PUBSUB_BASIC));
    if (tooLarge.length > 0) {
      Expect.refusal(ErrorKind.TOO_LARGE, () -> pubSub.publish("topic", Message.of(tooLarge)));
    }
    pubSub.publish("topic", message);
    inbox.awaitsSize(1);
    assertThat(inbox.received().getFirst().message().equals(message)).isTrue();
  }

  @Case
  void theBiggestHeadersFitBesideTheBiggestBodyAndLargerOnesAreRefused() {
    Inbox inbox = subscribed("topic");
    Traits traits = subject.traits(PUBSUB_BASIC);
    Message tooLarge = Messages.withHeaders(new byte[0], traits, 1);
    Expect.refusal(ErrorKind.TOO_LARGE, () -> pubSub.publish("topic", tooLarge));
    Expect.refusal(
        ErrorKind.TOO_LARGE, () -> pubSub.publishAll(List.of(new Publication("topic", tooLarge))));
    Message biggest = Messages.withHeaders(Values.biggest(traits), traits, 0);
    pubSub.publish("topic", biggest);
    inbox.awaitsSize(1);
    assertThat(inbox.received().getFirst().message().equals(biggest)).isTrue();
  }

  @Case
  void namespacesAreKeptApart() {
    PubSub theirs = subject.neighbour().require(PUBSUB_BASIC);
    Inbox ours = subscribed("topic");
    Inbox other = subject.inbox();
    subject.closing(theirs.subscribe("topic", other));
    theirs.publish("topic", Message.of("theirs"));
    other.awaits("theirs");
    pubSub.publish("topic", Message.of("ours"));
    ours.awaits("ours");
    theirs.publish("topic", Message.of("end"));
    other.awaits("end");
    assertThat(ours.texts()).containsExactly("ours");
    assertThat(other.texts()).containsExactly("theirs", "end");
  }

  @Case
  void nothingIsPublishedPastTheDeadline() {
    Inbox inbox = subscribed("topic");
    Expect.refusalPastTheDeadline(() -> pubSub.publish("topic", Message.of("late")));
    pubSub.publish("topic", Message.of("in time"));
    inbox.awaits("in time");
    assertThat(inbox.texts()).containsExactly("in time");
  }

  private Inbox subscribed(String topic) {
    Inbox inbox = subject.inbox();
    subject.closing(pubSub.subscribe(topic, inbox));
    return inbox;
  }
}
