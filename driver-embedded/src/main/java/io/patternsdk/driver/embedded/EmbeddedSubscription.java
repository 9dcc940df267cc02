package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.driver.Mailbox;
import io.patternsdk.core.pubsub.Subscription;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subscriber of a topic or pattern. */
record EmbeddedSubscription(
    Mailbox mailbox, Duration timeout, Consumer<EmbeddedSubscription> onClose)
    implements Subscription {

  void put(String topic, Message message) {
    mailbox.put(topic, message.body().length, () -> message);
  }

  /** Lets no further call begin. */
  void shut() {
    mailbox.shut();
  }

  /** Waits until no call runs, unless this is within that call. */
  void rest(Deadline deadline) {
    mailbox.close(deadline);
  }

  @Override
  public void close() {
    Deadline deadline = Deadline.after(Deadline.current().atMost(timeout));
    shut();
    onClose.accept(this);
    rest(deadline);
  }

  @Override
  public long dropped() {
    return mailbox.dropped();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
