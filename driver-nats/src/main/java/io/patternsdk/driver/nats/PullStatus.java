package io.patternsdk.driver.nats;

import io.nats.client.support.Status;

/** What the server says of a pull between or after the messages that it delivers. */
enum PullStatus {
  /** An earlier pull is over, which servers from 2.11 on say; this one goes on. */
  EARLIER,

  /** There is no more, or the time of the pull has passed. */
  NO_MORE,

  /** As many bytes have come as the pull may bring. */
  FULL;

  /**
   * Reads one.
   *
   * @param empty whether the pull has brought nothing yet
   * @throws io.patternsdk.core.OperationException if the pull failed
   */
  static PullStatus of(Status status, boolean empty) {
    int code = status.getCode();
    if (code == 404 || code == 408) {
      return NO_MORE;
    }
    if (code == 409 && status.getMessage().startsWith("Batch Completed")) {
      return EARLIER;
    }
    if (code == 409 && !empty) {
      return FULL;
    }
    throw NatsErrors.status(status);
  }
}
