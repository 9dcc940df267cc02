package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.FaultSubject;
import io.patternsdk.testkit.contract.Inbox;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Nothing that was lost counts as published, and subscriptions come back by themselves. */
final class PubSubFaults {
  private final FaultSubject subject;
  private final Backend backend;
  private final PubSub topics;

  PubSubFaults(FaultSubject subject) {
    this.subject = subject;
    this.backend = subject.backend();
    this.topics = backend.require(PUBSUB_BASIC);
  }

  @Case
  void aPublishWhoseAnswerIsLostIsNotTakenForDone() {
    Rounds.each(
        round -> {
          Consumer<String> publish = topic -> topics.publish(topic, Message.of("hello"));
          assertThat(subject.loseAnswer("topic " + round, publish, publish)).isNotEmpty();
        });
  }

  @Case
  void aBatchThatIsCutOffSaysWhichOfItIsUnknown() {
    List<Publication> many =
        Collections.nCopies(1_000, new Publication("topic", Message.of("hello")));
    assertThat(topics.publishAll(many).published()).isEqualTo(1_000);
    subject.proxy().cutAfterSending(20_000);
    PublishResult result = topics.publishAll(many);
    assertThat(result.failures()).isNotEmpty();
    assertThat(result.failures().values())
        .allSatisfy(
            failure ->
                assertThat(((BackendException) failure).kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }

  @Case
  void subscriptionsComeBackAndReportTheirGap() {
    Inbox exact = subject.inbox();
    Inbox wild = subject.inbox();
    Subscription unused = topics.subscribe("a.b", exact);
    boolean both = backend.find(PUBSUB_WILDCARDS).isPresent();
    backend.find(PUBSUB_WILDCARDS).ifPresent(w -> w.subscribePattern("a.>", wild));
    subject.proxy().reset();
    awaitGap(exact);
    if (both) {
      awaitGap(wild);
    }
    subject.direct().require(PUBSUB_BASIC).publish("a.b", Message.of("after"));
    exact.awaits("after");
    if (both) {
      wild.awaits("after");
    }
    assertThat(exact.texts()).containsExactly("after");
    assertThat(exact.gaps()).containsOnly(Gap.RECONNECTED);
  }

  @Case
  void aSubscriptionClosedMeanwhileDoesNotComeBack() {
    Inbox closed = subject.inbox();
    Inbox open = subject.inbox();
    Subscription subscription = topics.subscribe("topic", closed);
    var unused = topics.subscribe("topic", open);
    subject.proxy().refuse();
    subject.proxy().reset();
    subscription.close();
    subject.proxy().heal();
    awaitGap(open);
    Silence.after(subject.direct().require(PUBSUB_BASIC), "topic", open);
    assertThat(closed.texts()).isEmpty();
  }

  @Case
  void subscriptionsOutliveTheServer() {
    Inbox inbox = subject.inbox();
    var unused = topics.subscribe("topic", inbox);
    subject.server().kill();
    subject.server().restart();
    awaitGap(inbox);
    subject.eventually().check(() -> topics.publish("topic", Message.of("after")));
    inbox.awaits("after");
  }

  private void awaitGap(Inbox inbox) {
    subject
        .eventually()
        .until("that the gap is reported", () -> inbox.gaps().contains(Gap.RECONNECTED));
  }
}
