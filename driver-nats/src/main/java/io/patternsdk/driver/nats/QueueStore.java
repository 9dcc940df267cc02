package io.patternsdk.driver.nats;

import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages of queues in their stream, and the three changes that a message can undergo, each
 * decided by the server for one caller only: it is deleted, it is renewed under another number for
 * its next delivery, or it is buried among the dead.
 */
final class QueueStore {
  private static final String ATTEMPTS = "Pattern-Attempts";

  private final Store store;
  private final QueueNames names;
  private final Wire wire;

  QueueStore(Store store, QueueNames names, Wire wire) {
    this.store = store;
    this.names = names;
    this.wire = wire;
  }

  Store store() {
    return store;
  }

  Link link() {
    return store.link();
  }

  QueueNames names() {
    return names;
  }

  void add(String queue, Message message, Deadline deadline) {
    Headers headers = wire.headers(message, Wire.ID);
    String subject = names.message(queue, NUID.nextGlobal());
    var unused = store.publish(subject, headers, wire.body(message), deadline);
  }

  Message message(Stored stored) {
    return wire.message(stored.headers(), stored.data());
  }

  /** How many deliveries of a message ended without an acknowledgement. */
  static int attempts(Stored stored) {
    return stored
        .header(ATTEMPTS)
        .filter(t -> t.matches("\\d{1,9}"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  /** Ends a delivery without success: empty if it had ended already, else its new number. */
  OptionalLong renew(Stored stored, Deadline deadline) {
    Headers headers = counted(stored.headers(), attempts(stored) + 1);
    return store.publishIf(stored.sequence(), stored.subject(), headers, stored.data(), deadline);
  }

  /** Moves a message to the dead. Repeating is safe: it is copied once, and then deleted. */
  void bury(String queue, Stored stored, Deadline deadline) {
    String subject = names.dead(queue, QueueNames.message(stored.subject()));
    var unused =
        store.publishIf(
            0, subject, counted(stored.headers(), attempts(stored)), stored.data(), deadline);
    var unused2 = store.delete(stored.sequence(), deadline);
  }

  /** Moves a dead message back to its queue; false if somebody else did. */
  boolean revive(String queue, Stored stored, Deadline deadline) {
    String subject = names.message(queue, QueueNames.message(stored.subject()));
    OptionalLong copy =
        store.publishIf(0, subject, counted(stored.headers(), 0), stored.data(), deadline);
    return store.delete(stored.sequence(), deadline) && copy.isPresent();
  }

  /** Takes off what the server put there, which must not be sent back to it. */
  private static Headers counted(@Nullable Headers headers, int attempts) {
    Headers counted = new Headers();
    if (headers != null) {
      headers.forEach(
          (name, values) -> {
            if (!name.startsWith("Nats-")) {
              counted.put(name, values);
            }
          });
    }
    return counted.put(ATTEMPTS, Integer.toString(attempts));
  }
}
