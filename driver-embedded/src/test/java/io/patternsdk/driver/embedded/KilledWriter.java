package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The process that is killed: writes to a file from several threads until then, and prints a line
 * for each change when, and not before, it is acknowledged.
 */
final class KilledWriter {
  static final Duration VISIBILITY = Duration.ofMinutes(1);

  private static final int THREADS = 4;

  private KilledWriter() {}

  static Map<String, ?> settings(Path file) {
    return Map.of("path", file.toString(), "visibility_timeout", "1m", "max_attempts", 1_000_000);
  }

  public static void main(String[] args) throws InterruptedException {
    Backend backend = Opened.with(settings(Path.of(args[0])), Clock.system());
    int round = Integer.parseInt(args[1]);
    Thread last = Thread.currentThread();
    for (int thread = 0; thread < THREADS; thread++) {
      int self = thread;
      last = Thread.ofPlatform().start(() -> write(backend, round, self));
    }
    last.join();
  }

  private static void write(Backend backend, int round, int self) {
    for (int i = 0; ; i++) {
      String name = round + "-" + self + "-" + i;
      byte[] value = (name + "x".repeat(i % 3000)).getBytes(StandardCharsets.UTF_8);
      backend.require(KEYVALUE_BASIC).set("counter-" + self, name.getBytes(StandardCharsets.UTF_8));
      say("counter " + self + " " + name);
      backend.require(KEYVALUE_TTL).set("k-" + name, value, Duration.ofHours(1));
      say("value " + name + " " + value.length);
      if (i % 3 == 0) {
        backend.require(KEYVALUE_BASIC).delete("k-" + name);
        say("deleted " + name);
      }
      String queue = "q-" + self;
      backend.require(QUEUE_BASIC).enqueue(queue, Message.of(name));
      say("enqueued " + name);
      backend
          .require(STREAM_BASIC)
          .append("stream", Message.builder(value).key(Integer.toString(self)).build());
      say("appended " + name);
      if (i % 2 == 0) {
        Delivery delivery =
            backend.require(QUEUE_BASIC).receive(queue, 1, Duration.ZERO).getFirst();
        say("taken " + delivery.message().text());
        backend.require(QUEUE_BASIC).ack(queue, delivery.receipt());
        say("acked " + delivery.message().text());
      }
    }
  }

  /** One write a line, straight to the pipe, where a kill cannot take it back. */
  private static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
