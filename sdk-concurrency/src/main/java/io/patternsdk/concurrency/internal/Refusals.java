package io.patternsdk.concurrency.internal;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;

/** Refusals that every primitive makes. */
public final class Refusals {
  private Refusals() {}

  public static void checkDeadline(EventPublisher publisher) {
    if (Deadline.current().passed()) {
      throw deadline(publisher);
    }
  }

  public static RejectedException deadline(EventPublisher publisher) {
    publisher.refused(Rejection.DEADLINE);
    return late(publisher.name());
  }

  /** What is thrown at a deadline, for whoever holds a lock and has it announced later. */
  public static RejectedException late(String name) {
    return new RejectedException(
        Rejection.DEADLINE, name + ": the deadline leaves no time to start");
  }
}
