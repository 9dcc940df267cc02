package io.patternsdk.benchmarks.drivers;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.NUID;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages to one server by jnats and by the driver. Both have a header with an id, and each
 * publish ends when the server has the message: for core NATS by a flush, for JetStream by its
 * acknowledgement.
 */
record NatsWork(NatsServer server, Connection raw, JetStream rawStream, Backend backend)
    implements AutoCloseable {
  private static final byte[] BODY = new byte[100];
  private static final String TOPIC = "identity.service-1234";
  private static final String RAW_SUBJECT = "raw." + TOPIC;
  private static final AtomicLong IDS = new AtomicLong();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static NatsWork start() throws Exception {
    NatsServer server = NatsServer.start();
    Options options = new Options.Builder().server(server.uri()).maxPingsOut(1_000).build();
    Connection raw = Nats.connect(options); // by default it takes two flushes at once
    JetStreamManagement streams = raw.jetStreamManagement();
    var unused =
        streams.addStream(
            StreamConfiguration.builder()
                .name("RAW")
                .subjects("rawqueue.>")
                .storageType(StorageType.File)
                .build());
    var unused2 =
        streams.addStream(
            StreamConfiguration.builder()
                .name("RAWEACH")
                .subjects("raweach.>")
                .maxMessagesPerSubject(1)
                .storageType(StorageType.File)
                .build());
    Backend backend =
        DriverRegistry.load()
            .open(
                "nats",
                BackendOptions.named("bench")
                    .namespace("bench")
                    .settings(Map.of("url", server.uri())));
    return new NatsWork(server, raw, raw.jetStream(), backend);
  }

  Comparison publish(int crowd) {
    PubSub driver = backend.require(StandardCapabilities.PUBSUB_BASIC);
    return new Comparison("publish")
        .add(
            "jnats, publish and flush",
            Crowd.of(
                crowd,
                () -> {
                  raw.publish(RAW_SUBJECT, id(), BODY);
                  raw.flush(TIMEOUT);
                }))
        .add("driver", Crowd.of(crowd, () -> driver.publish(TOPIC, Message.of(BODY))))
        .add("jnats, one flush a turn", unconfirmed(crowd));
  }

  private Contender.Turn unconfirmed(int crowd) {
    Crowd publishing = Crowd.of(crowd, () -> raw.publish(RAW_SUBJECT, id(), BODY));
    Contender.Turn flush = Crowd.repeated(() -> raw.flush(TIMEOUT));
    return times -> publishing.take(times) + flush.take(1);
  }

  boolean hasQueues() {
    return backend.find(StandardCapabilities.QUEUE_BASIC).isPresent();
  }

  Comparison enqueue(int crowd) {
    var driver = backend.require(StandardCapabilities.QUEUE_BASIC);
    return new Comparison("enqueue")
        .add(
            "jnats, publish to a stream",
            Crowd.of(crowd, () -> rawStream.publish("rawqueue.work", id(), BODY)))
        .add("driver", Crowd.of(crowd, () -> driver.enqueue("work", Message.of(BODY))))
        .add(
            "jnats, a subject a message",
            Crowd.of(
                crowd, () -> rawStream.publish("raweach.work." + NUID.nextGlobal(), id(), BODY)));
  }

  private static Headers id() {
    return new Headers().put("Nats-Msg-Id", "bench-" + IDS.incrementAndGet());
  }

  @Override
  public void close() {
    backend.close();
    try {
      raw.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
