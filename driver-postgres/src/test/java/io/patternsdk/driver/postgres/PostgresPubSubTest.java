package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresPubSubTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final PostgresServer server = PostgresServer.shared();
  private final BackendOptions options = Backends.options(server.uri(), Map.of("pool_size", 1));
  private final Backend backend = Backends.open(options);
  private final PubSub topics = backend.require(PUBSUB_BASIC);
  private final Sql sql = Sql.on(server);
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    sql.close();
    backend.close();
  }

  @Test
  void equalMessagesOfOneBatchAllArrive() {
    subscribe();
    List<Publication> same = Collections.nCopies(20, new Publication("news", Message.of("same")));
    assertThat(topics.publishAll(same).failures()).isEmpty();
    SOON.check(() -> assertThat(heard.all()).hasSize(20).containsOnly("same"));
  }

  @Test
  void aLargeBodyForManyTopicsIsKeptOnceAndDeletedWhenItIsOld() {
    sql.ask("DELETE FROM pubsub_body");
    subscribe();
    Message large = Message.of("x".repeat(100_000));
    List<Publication> many =
        IntStream.range(0, 100)
            .mapToObj(i -> new Publication(i == 50 ? "news" : "topic " + i, large))
            .toList();
    assertThat(topics.publishAll(many).failures()).isEmpty();
    SOON.until(() -> heard.all().contains(large.text()));
    assertThat(sql.number("SELECT count(*) FROM pubsub_body")).isEqualTo(1);
    String old = sql.ask("UPDATE pubsub_body SET stored = now() - interval '2 min' RETURNING id");
    topics.publish("news", large);
    assertThat(sql.ask("SELECT id FROM pubsub_body")).isNotEmpty().isNotEqualTo(old);
  }

  @Test
  void aMessageThatIsGoneBeforeItIsReadLeavesAGap() {
    subscribe();
    notify(PostgresNotice.row(feed(), 42));
    SOON.check(() -> assertThat(heard.all()).containsExactly("OVERFLOW"));
  }

  @Test
  void whatNobodyCanReadIsPassedOver() {
    subscribe();
    for (String text : List.of("nonsense", feed().digest(), feed().digest() + "z1.x")) {
      notify(text);
    }
    topics.publish("news", Message.of("after"));
    SOON.check(() -> assertThat(heard.all()).containsExactly("after"));
  }

  @Test
  void aThousandMessagesAreOneTransaction() {
    List<Publication> many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new Publication("topic " + i, Message.of("message " + i)))
            .toList();
    try (PostgresServer alone = PostgresServer.start();
        Backend other = Backends.open(alone.uri());
        Sql counter = Sql.on(alone)) {
      String next = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";
      long before = counter.number(next);
      assertThat(other.require(PUBSUB_BASIC).publishAll(many).published()).isEqualTo(1_000);
      assertThat(counter.number(next) - before).isBetween(1L, 10L);
    }
  }

  private void subscribe() {
    var unused = topics.subscribe("news", heard);
  }

  private PostgresFeed feed() {
    return PostgresFeed.topic(options.toContext().namespace().topic("news"));
  }

  private void notify(String payload) {
    String channel =
        "pattern_"
            + HexFormat.of().formatHex(PostgresFeed.sha256("pattern"), 0, 4)
            + "_"
            + HexFormat.of().toHexDigits((byte) feed().bucket());
    sql.ask("SELECT pg_notify('" + channel + "', '" + payload + "')");
  }
}
