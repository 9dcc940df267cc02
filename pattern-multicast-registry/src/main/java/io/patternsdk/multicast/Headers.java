package io.patternsdk.multicast;

import io.patternsdk.core.Message;

/** The message headers that the registry uses. */
final class Headers {
  /** The media type of the payload. */
  static final String CONTENT_TYPE = "content-type";

  /** The topic on which whoever sent the message waits for its acknowledgement. */
  static final String REPLY_TO = "reply-to";

  /** On a message without payload: look into the queue. */
  static final String WAKE_UP = "wake-up";

  /** On an acknowledgement: the id of the message that is acknowledged. */
  static final String ACKNOWLEDGES = "acknowledges";

  /** On an acknowledgement: the id of the identity that acknowledges. */
  static final String IDENTITY = "identity";

  private Headers() {}

  /** Returns the message that says: look into the queue. */
  static Message wakeUp(String id) {
    return Message.builder(new byte[0]).id(id).header(WAKE_UP, "queue").build();
  }
}
