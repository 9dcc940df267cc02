package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A subscriber that records what it receives, and whether two calls ever ran at once. */
public final class Inbox implements Subscriber {
  private final Eventually eventually;
  private final Consumer<String> work;
  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final List<Gap> gaps = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean overlapped;

  Inbox(Eventually eventually, Consumer<String> work) {
    this.eventually = eventually;
    this.work = work;
  }

  /**
   * A message that came.
   *
   * @param topic the topic as the subscriber was told
   * @param message the message
   */
  public record Received(String topic, Message message) {}

  @Override
  public void onMessage(String topic, Message message) {
    if (running.incrementAndGet() != 1) {
      overlapped = true;
    }
    try {
      received.add(new Received(topic, message));
      work.accept(message.text());
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public void onGap(Gap gap) {
    gaps.add(gap);
  }

  /** Returns what came, in order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Returns the texts that came, in order. */
  public List<String> texts() {
    return received.stream().map(each -> each.message().text()).toList();
  }

  /** Returns how many messages came. */
  public int size() {
    return received.size();
  }

  /** Returns the gaps that were reported, in order. */
  public List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** Waits for a text; returns at once if it has come. */
  public void awaits(String text) {
    eventually.until("that " + text + " has come", () -> texts().contains(text));
  }

  /** Waits until {@code size} messages have come. */
  public void awaitsSize(int size) {
    eventually.check(() -> assertThat(size()).as("messages received").isEqualTo(size));
  }

  /** Fails if two calls ran at once. */
  public void checkOneAtATime() {
    assertThat(overlapped).as("two calls of one subscriber at once").isFalse();
  }
}
