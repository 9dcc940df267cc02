package io.patternsdk.driver.redis;

import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.driver.Subscriptions;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.pubsub.TopicPattern;
import io.patternsdk.driver.redis.RedisChannels.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Topics as Redis channels, messages in envelopes. */
final class RedisPubSub implements PubSub, PubSubWildcards {
  private final RedisConnections redis;
  private final RedisChannels channels;
  private final RedisNames names;
  private final Envelope envelope;
  private final Subscriptions subscriptions;

  RedisPubSub(
      RedisConnections redis,
      RedisChannels channels,
      RedisNames names,
      Envelope envelope,
      Subscriptions subscriptions) {
    this.redis = redis;
    this.channels = channels;
    this.names = names;
    this.envelope = envelope;
    this.subscriptions = subscriptions;
  }

  @Override
  public void publish(String topic, Message message) {
    String channel = names.of(topic);
    byte[] body = envelope.encode(message);
    var unused = redis.call(commands -> commands.publish(channel, body));
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
    Map<Integer, OperationException> failures = redis.bulk(batch -> publish(batch, commands));
    if (failures.size() == publications.size()
        && failures.values().stream().allMatch(failure -> failure.effect() == Effect.NONE)) {
      throw failures.get(0);
    }
    return new PublishResult(publications.size(), failures);
  }

  private AsyncCommand<String, byte[], Long> command(String topic, byte[] body) {
    CommandArgs<String, byte[]> args =
        new CommandArgs<>(RedisConnections.CODEC).addKey(names.of(topic)).addValue(body);
    return new AsyncCommand<>(
        new Command<>(CommandType.PUBLISH, new IntegerOutput<>(RedisConnections.CODEC), args));
  }

  private Map<Integer, OperationException> publish(
      RedisConnections.Batch batch, List<AsyncCommand<String, byte[], Long>> commands) {
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
    return open(new Feed(names.matching(pattern), true), topics::matches, subscriber);
  }

  private Subscription open(Feed feed, Predicate<String> wanted, Subscriber subscriber) {
    return subscriptions.open(
        subscriber,
        mailbox -> {
          Inlet inlet = new Inlet(wanted, mailbox);
          Runnable leave = () -> channels.leave(feed, inlet);
          try {
            channels.join(feed, inlet);
          } catch (RuntimeException e) {
            leave.run();
            throw e;
          }
          return leave;
        });
  }

  /** Takes from a feed the topics that one subscriber wants; equal to itself alone. */
  private final class Inlet implements RedisChannels.Listener {
    private final Predicate<String> wanted;
    private final Mailbox mailbox;

    Inlet(Predicate<String> wanted, Mailbox mailbox) {
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
  }
}
