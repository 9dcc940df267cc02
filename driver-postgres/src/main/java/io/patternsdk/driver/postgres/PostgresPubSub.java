package io.patternsdk.driver.postgres;

import io.patternsdk.core.Effect;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.driver.Subscriptions;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages in notifications, or in rows that notifications name. What is published is one
 * transaction, and one that the server need not have on disk before it says so.
 */
final class PostgresPubSub implements PubSub {
  private static final String RELAXED = "set_config('synchronous_commit', 'off', true)";
  private static final String ONE = "SELECT " + RELAXED + ", pg_notify(?, ?)";
  private static final String MANY =
      "SELECT "
          + RELAXED
          + ", pg_notify(channel, payload) FROM unnest(?, ?) AS notice (channel, payload)";
  private static final String LARGE =
      "WITH gone AS ("
          + PostgresBodies.CLEAN
          + "), kept AS (INSERT INTO pubsub_body (id, body) SELECT * FROM unnest(?, ?)) "
          + MANY;

  /** The most bytes of one statement, unless a single message has more. */
  private static final int MOST_BYTES = 16 << 20;

  private final PostgresConnections postgres;
  private final PostgresChannels channels;
  private final Envelope envelope;
  private final Subscriptions subscriptions;

  PostgresPubSub(
      PostgresConnections postgres,
      PostgresChannels channels,
      Envelope envelope,
      Subscriptions subscriptions) {
    this.postgres = postgres;
    this.channels = channels;
    this.envelope = envelope;
    this.subscriptions = subscriptions;
  }

  @Override
  public void publish(String topic, Message message) {
    byte[] body = envelope.encode(message);
    PostgresFeed feed = PostgresFeed.topic(topic);
    if (body.length > PostgresNotice.MOST_INLINE) {
      Batch batch = new Batch();
      batch.add(feed, body);
      batch.send();
      return;
    }
    var unused =
        postgres.query(
            ONE,
            statement -> {
              statement.setString(1, channels.channel(feed));
              statement.setString(2, PostgresNotice.body(feed, body));
            },
            row -> true);
  }

  @Override
  public PublishResult publishAll(List<Publication> publications) {
    Map<Integer, OperationException> failures = new HashMap<>();
    @Nullable Message encoded = null;
    byte[] body = {};
    Batch batch = new Batch();
    int sent = 0;
    for (int i = 0; i < publications.size(); i++) {
      Publication publication = publications.get(i);
      if (encoded != publication.message()) {
        encoded = publication.message(); // once for one that goes to many topics
        body = envelope.encode(encoded);
      }
      if (!batch.add(PostgresFeed.topic(publication.topic()), body)) {
        send(batch, sent, i, failures);
        sent = i;
        batch = new Batch();
        boolean unused = batch.add(PostgresFeed.topic(publication.topic()), body);
      }
    }
    if (sent < publications.size()) {
      send(batch, sent, publications.size(), failures);
    }
    boolean none = failures.values().stream().allMatch(f -> f.effect() == Effect.NONE);
    if (none && !failures.isEmpty() && failures.size() == publications.size()) {
      throw failures.get(0);
    }
    return new PublishResult(publications.size(), failures);
  }

  private static void send(
      Batch batch, int from, int to, Map<Integer, OperationException> failures) {
    try {
      batch.send();
    } catch (OperationException e) {
      for (int i = from; i < to; i++) {
        failures.put(i, e);
      }
    }
  }

  /** What goes out by one statement; a body that goes to many is kept once. */
  private final class Batch {
    private final List<String> names = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private long bytes;

    /** Adds one; false if it has to go into another batch. */
    boolean add(PostgresFeed feed, byte[] body) {
      boolean large = body.length > PostgresNotice.MOST_INLINE;
      boolean kept = large && !bodies.isEmpty() && bodies.getLast() == body;
      long more = kept ? 0 : body.length;
      if (!notices.isEmpty() && bytes + more > MOST_BYTES) {
        return false;
      }
      bytes += more;
      if (large && !kept) {
        ids.add(PostgresBodies.newId());
        bodies.add(body);
      }
      names.add(channels.channel(feed));
      notices.add(
          large ? PostgresNotice.row(feed, ids.getLast()) : PostgresNotice.body(feed, body));
      return true;
    }

    void send() {
      boolean large = !bodies.isEmpty();
      int unused =
          postgres.call(
              connection -> {
                try (var statement = connection.prepareStatement(large ? LARGE : MANY)) {
                  int next = 1;
                  if (large) {
                    statement.setArray(next++, connection.createArrayOf("bigint", ids.toArray()));
                    byte[][] kept = bodies.toArray(byte[][]::new);
                    statement.setArray(next++, connection.createArrayOf("bytea", kept));
                  }
                  statement.setArray(next++, texts(connection, names));
                  statement.setArray(next, texts(connection, notices));
                  statement.executeQuery().close();
                  return names.size();
                }
              });
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
      return connection.createArrayOf("text", texts.toArray());
    }
  }

  @Override
  public Subscription subscribe(String topic, Subscriber subscriber) {
    PostgresFeed feed = PostgresFeed.topic(topic);
    return subscriptions.open(
        subscriber,
        mailbox -> {
          Inlet inlet = new Inlet(topic, mailbox);
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

  /** Takes what is published for one subscriber; equal to itself alone. */
  private final class Inlet implements PostgresListeners.Listener {
    private final String topic;
    private final Mailbox mailbox;

    Inlet(String topic, Mailbox mailbox) {
      this.topic = topic;
      this.mailbox = mailbox;
    }

    @Override
    public void message(byte[] body) {
      mailbox.put(topic, body.length, () -> envelope.decode(body));
    }

    @Override
    public void missed() {
      mailbox.gap(Gap.OVERFLOW);
    }

    @Override
    public void reconnected() {
      mailbox.gap(Gap.RECONNECTED);
    }
  }
}
