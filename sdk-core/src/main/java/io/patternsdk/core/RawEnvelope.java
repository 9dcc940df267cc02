package io.patternsdk.core;

/** No envelope: the body is all there is. */
enum RawEnvelope implements Envelope {
  INSTANCE;

  @Override
  public byte[] encode(Message message) {
    return message.body();
  }

  @Override
  public Message decode(byte[] bytes) {
    return Message.of(bytes);
  }
}
