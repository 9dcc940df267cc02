package io.patternsdk.driver.nats;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Subscriber;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it receives: topic, equals sign and text, or the name of a gap. */
final class Recorder implements Subscriber {
  private final List<String> received = new CopyOnWriteArrayList<>();

  @Override
  public void onMessage(String topic, Message message) {
    received.add(topic + "=" + message.text());
  }

  @Override
  public void onGap(Gap gap) {
    received.add(gap.name());
  }

  List<String> received() {
    return received;
  }

  void awaits(String item) {
    Eventually.within(Duration.ofSeconds(20))
        .until(item + " among " + received, () -> received.contains(item));
  }
}
