package io.patternsdk.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it receives. */
final class Inbox implements Receiver {
  final List<Delivered> deliveries = new CopyOnWriteArrayList<>();

  @Override
  public void onDelivery(Delivered delivery) {
    deliveries.add(delivery);
  }

  List<String> texts() {
    return deliveries.stream().map(d -> new String(d.payload(), UTF_8)).toList();
  }
}
