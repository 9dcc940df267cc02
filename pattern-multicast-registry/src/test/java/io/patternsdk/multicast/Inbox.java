package io.patternsdk.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it receives. */
public final class Inbox implements Receiver {
  final List<Delivered> deliveries = new CopyOnWriteArrayList<>();

  @Override
  public void onDelivery(Delivered delivery) {
    deliveries.add(delivery);
  }

  Optional<String> lastId() {
    return deliveries.isEmpty() ? Optional.empty() : Optional.of(deliveries.getLast().id());
  }

  public List<String> texts() {
    return deliveries.stream().map(d -> new String(d.payload(), UTF_8)).toList();
  }
}
