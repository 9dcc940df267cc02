package io.patternsdk.driver.redis;

import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Topics as Redis channels, messages in envelopes. */
final class RedisPubSub implements PubSub, PubSubWildcards {
  private final Calls calls;
  private final Channels channels;
  private final StoredNames names;
  private final Envelope envelope;
  private final Duration closeTimeout;
  private final int subscriberBuffer;
  private final Set<ChannelSubscription> open = ConcurrentHashMap.newKeySet();

  RedisPubSub(
      Calls calls,
      Channels channels,
      StoredNames names,
      Envelope envelope,
      Duration closeTimeout,
      int subscriberBuffer) {
    this.calls = calls;
    this.channels = channels;
    this.names = names;
    this.envelope = envelope;
    this.closeTimeout = closeTimeout;
    this.subscriberBuffer = subscriberBuffer;
  }

  @Override
  public void publish(String topic, Message message) {
    String channel = names.of(topic);
    byte[] body = envelope.encode(message);
    var unused = calls.call(async -> async.publish(channel, body));
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    List<AsyncCommand<String, byte[], Long>> commands = new ArrayList<>(publications.size());
    @Nullable Message encoded = null;
    byte[] body = {};
    for (Publication publication : publications) {
      if (encoded != publication.message()) {
        encoded = publication.message(); // once for one that goes to many topics
        body = envelope.encode(encoded);
      }
      commands.add(command(publication.topic(), body));
    }
    Map<Integer, OperationException> failures = calls.bulk(batch -> publish(batch, commands));
    if (failures.size() == publications.size()
        && failures.values().stream().allMatch(failure -> failure.effect() == Effect.NONE)) {
      throw failures.get(0);
    }
    return new PublishResult(publications.size(), failures);
  }

  private AsyncCommand<String, byte[], Long> command(String topic, byte[] body) {
    CommandArgs<String, byte[]> args =
        new CommandArgs<>(Connections.CODEC).addKey(names.of(topic)).addValue(body);
    return new AsyncCommand<>(
        new Command<>(CommandType.PUBLISH, new IntegerOutput<>(Connections.CODEC), args));
  }

  private Map<Integer, OperationException> publish(
      Calls.Batch batch, List<AsyncCommand<String, byte[], Long>> commands) {
    batch.connection().dispatch(commands);
    Map<Integer, OperationException> failures = new TreeMap<>();
    // Answers come in order: once the last is there, all are.
    for (int i = commands.size() - 1; i >= 0; i--) {
      try {
        var unused = batch.await(commands.get(i));
      } catch (OperationException e) {
        failures.put(i, e);
      }
    }
    return failures;
  }

  @Override
  public Subscription subscribe(String topic, Subscriber subscriber) {
    return open(new Feed(names.of(topic), false), topic::equals, subscriber);
  }

  @Override
  public Subscription subscribePattern(String pattern, Subscriber subscriber) {
    TopicPattern topics = TopicPattern.of(pattern);
    return open(new Feed(Globs.superset(topics), true), topics::matches, subscriber);
  }

  private Subscription open(Feed feed, Predicate<String> wanted, Subscriber subscriber) {
    Mailbox mailbox = new Mailbox("redis-subscriber", subscriber, subscriberBuffer);
    ChannelSubscription subscription = new ChannelSubscription(feed, wanted, mailbox);
    open.add(subscription);
    try {
      channels.join(feed, subscription);
      return subscription;
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
  }

  /** Ends all subscriptions, waiting for running handlers until the deadline. */
  void close(Deadline deadline) {
    open.forEach(subscription -> subscription.close(deadline));
  }

  /** One subscriber of a feed, of which it wants some channels only. */
  private final class ChannelSubscription implements Subscription, Listener {
    private final Feed feed;
    private final Predicate<String> wanted;
    private final Mailbox mailbox;

    ChannelSubscription(Feed feed, Predicate<String> wanted, Mailbox mailbox) {
      this.feed = feed;
      this.wanted = wanted;
      this.mailbox = mailbox;
    }

    @Override
    public void message(String channel, byte[] body) {
      String topic = names.name(channel);
      if (topic != null && wanted.test(topic)) {
        mailbox.put(topic, body.length, () -> envelope.decode(body));
      }
    }

    @Override
    public void reconnected() {
      mailbox.gap(Gap.RECONNECTED);
    }

    @Override
    public long dropped() {
      return mailbox.dropped();
    }

    @Override
    public void close() {
      close(Deadline.current().sooner(Deadline.after(closeTimeout)));
    }

    private void close(Deadline deadline) {
      if (open.remove(this)) {
        channels.leave(feed, this);
      }
      mailbox.close(deadline);
    }
  }
}
