package io.patternsdk.concurrency.internal;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;

/** Refusals that every primitive makes. */
public final class Refusals {
  private Refusals() {}

  public static void checkDeadline(Announcer announcer) {
    if (Deadline.current().passed()) {
      throw deadline(announcer);
    }
  }

  public static RejectedException deadline(Announcer announcer) {
    announcer.refused(Rejection.DEADLINE);
    return late(announcer.name());
  }

  /** What is thrown at a deadline, for whoever holds a lock and has it announced later. */
  public static RejectedException late(String name) {
    return new RejectedException(
        Rejection.DEADLINE, name + ": the deadline leaves no time to start");
  }
}
