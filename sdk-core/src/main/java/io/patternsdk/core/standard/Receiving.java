package io.patternsdk.core.standard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.List;

/** What receiving from a queue or stream means for the core. */
final class Receiving {
  private Receiving() {}

  /** The messages of deliveries. */
  static List<Message> messages(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::message).toList();
  }

  /** The messages of records. */
  static List<Message> records(List<StreamRecord> records) {
    return records.stream().map(StreamRecord::message).toList();
  }

  static void check(int max, Duration wait) {
    if (max < 1) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, "max is " + max + "; at least 1 works");
    }
    if (wait.isNegative()) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, "wait is " + wait + "; zero or more works");
    }
  }
}
