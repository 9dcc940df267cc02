package io.patternsdk.app.multicast.demo;

import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One client that listens for one identity by server-sent events and acknowledges each. */
final class Subscriber {
  private final RegistryClient client;
  private final String id;
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  private String event = "";
  private String eventId = "";

  private Subscriber(RegistryClient client, String id) {
    this.client = client;
    this.id = id;
  }

  /** Listens; returns when the server says that it does. */
  static Subscriber to(RegistryClient client, String id) throws IOException, InterruptedException {
    Subscriber subscriber = new Subscriber(client, id);
    Stream<String> lines = client.events(id);
    Thread.ofVirtual().name("events of " + id).start(() -> subscriber.read(lines));
    if (!subscriber.subscribed.await(10, TimeUnit.SECONDS)) {
      throw new IOException("no event \"subscribed\" for " + id + " within 10 seconds");
    }
    return subscriber;
  }

  String id() {
    return id;
  }

  /** The next delivery. */
  JsonObject next() throws IOException, InterruptedException {
    JsonObject next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new IOException(id + " received nothing within 10 seconds");
    }
    return next;
  }

  private void read(Stream<String> lines) {
    try (lines) {
      lines.forEach(this::line);
    } catch (RuntimeException ended) {
      subscribed.countDown(); // the stream ends when the server or this client does
    }
  }

  private void line(String line) {
    if (line.startsWith("id: ")) {
      eventId = line.substring(4);
    } else if (line.startsWith("event: ")) {
      event = line.substring(7);
    } else if (line.startsWith("data: ")) {
      data(line.substring(6));
    }
  }

  private void data(String data) {
    if (event.equals("subscribed")) {
      subscribed.countDown();
    } else if (event.equals("message")) {
      received.add(JsonObject.parse(data));
      acknowledge();
    }
  }

  private void acknowledge() {
    try {
      client.ack(id, eventId);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
