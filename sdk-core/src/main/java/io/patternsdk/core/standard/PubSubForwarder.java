package io.patternsdk.core.standard;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import java.util.ArrayList;
import java.util.List;

/** Forwards {@code pubsub_basic}. */
final class PubSubForwarder implements PubSub {
  static final String NAME = "pubsub_basic";
  static final Operation PUBLISH = Operation.of(NAME, "publish", Kind.SEND);
  static final Operation PUBLISH_ALL =
      Operation.builder(NAME, "publish_all", Kind.SEND).partial(PublishResult::partial).build();
  static final Operation SUBSCRIBE =
      Operation.builder(NAME, "subscribe", Kind.RECEIVE).notWaiting().build();

  private final PubSub driver;
  private final Wiring wiring;
  private final BoundOperation publish;
  private final BoundOperation publishAll;
  private final BoundOperation subscribe;

  PubSubForwarder(PubSub driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.publish = wiring.bind(PUBLISH);
    this.publishAll = wiring.bind(PUBLISH_ALL);
    this.subscribe = wiring.bind(SUBSCRIBE);
  }

  @Override
  public void publish(String topic, Message message) {
    String full = wiring.namespace().topic(topic);
    wiring.checkMessage(message);
    publish.run(
        publish.on(full).bytes(message.body().length),
        () -> driver.publish(full, publish.outgoing(message)));
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    wiring.checkBatch(publications.size());
    List<Publication> full = new ArrayList<>(publications.size());
    long bytes = 0;
    for (Publication publication : publications) {
      wiring.checkMessage(publication.message());
      bytes += publication.message().body().length;
      full.add(
          new Publication(wiring.namespace().topic(publication.topic()), publication.message()));
    }
    if (full.isEmpty()) {
      return PublishResult.allPublished(0);
    }
    return publishAll.call(
        publishAll.on("").items(full.size()).bytes(bytes), () -> driver.publishAll(outgoing(full)));
  }

  // A message that no layer touched is the same object.
  private List<Publication> outgoing(List<Publication> publications) {
    List<Publication> out = new ArrayList<>(publications.size());
    for (Publication p : publications) {
      Message message = publishAll.outgoing(p.message());
      out.add(message == p.message() ? p : new Publication(p.topic(), message));
    }
    return out;
  }

  @Override
  public Subscription subscribe(String topic, Subscriber subscriber) {
    String full = wiring.namespace().topic(topic);
    Subscriber layered = new ForwardedSubscriber(subscriber, subscribe, wiring.namespace());
    return subscribe.call(full, () -> driver.subscribe(full, layered));
  }
}
