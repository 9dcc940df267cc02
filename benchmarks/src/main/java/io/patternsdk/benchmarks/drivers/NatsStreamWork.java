package io.patternsdk.benchmarks.drivers;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Streams of one NATS by jnats and by the driver; both have a header with an id. */
record NatsStreamWork(NatsServer server, Connection raw, JetStream streams, DriverStream driver)
    implements AutoCloseable {
  private static final String APPENDED = "raw.appended";
  private static final String READ = "raw.read";
  private static final AtomicLong IDS = new AtomicLong();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** What a reader is given. */
  private record Read(String id, long number, Instant time, byte[] body) {
    static Read of(Message message) {
      NatsJetStreamMetaData place = message.metaData();
      return new Read(
          Objects.requireNonNull(message.getHeaders().getLast("Id")),
          place.streamSequence(),
          place.timestamp().toInstant(),
          message.getData());
    }
  }

  static NatsStreamWork start() throws Exception {
    NatsServer server = NatsServer.start();
    Connection raw = Nats.connect(server.uri());
    var unused =
        raw.jetStreamManagement()
            .addStream(
                StreamConfiguration.builder()
                    .name("RAW")
                    .subjects("raw.>")
                    .storageType(StorageType.File)
                    .build());
    DriverStream driver = DriverStream.open("nats", Map.of("url", server.uri()));
    NatsStreamWork work = new NatsStreamWork(server, raw, raw.jetStream(), driver);
    for (int i = 0; i < Rereading.RECORDS; i++) {
      work.publish(READ);
    }
    return work;
  }

  void publish() throws Exception {
    publish(APPENDED);
  }

  private void publish(String subject) throws Exception {
    Headers id = new Headers().put("Id", "bench-" + IDS.incrementAndGet());
    var unused = streams.publish(subject, id, DriverStream.BODY);
  }

  Rereading.Reader reader() throws Exception {
    ConsumerConfiguration consumer =
        ConsumerConfiguration.builder()
            .ackPolicy(AckPolicy.None)
            .memStorage(true)
            .inactiveThreshold(Duration.ofSeconds(30))
            .build();
    JetStreamSubscription subscription =
        streams.subscribe(READ, PullSubscribeOptions.builder().configuration(consumer).build());
    return new Rereading.Reader() {
      @Override
      public int next() {
        List<Read> records =
            subscription.fetch(Rereading.BATCH, TIMEOUT).stream().map(Read::of).toList();
        return records.size();
      }

      @Override
      public void end() {
        subscription.unsubscribe();
      }
    };
  }

  @Override
  public void close() {
    driver.close();
    try {
      raw.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
