package io.patternsdk.testkit.contract.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits;
import java.util.List;

/** Messages that a backend may have trouble to carry whole. */
public final class Messages {
  private Messages() {}

  public static List<Message> ofAllKinds() {
    return List.of(
        Message.of("plain"),
        Message.of(""),
        Message.of(Values.EVERY_BYTE),
        Message.of("\ud83d\ude00 \u00e9 \u65e5"),
        Message.builder(Values.of("with a key")).key("key \u00e9 : * >").build(),
        Message.builder(Values.of("with an id")).id("id \u00e9 : * > \ud83d\ude00").build(),
        Message.builder(Values.of("with headers"))
            .header("plain", "value")
            .header("Plain", "another, by case")
            .header("empty", "")
            .header("content-type", "application/json; charset=utf-8")
            .header("name with: colon, spaces and \u00e9", " value \ud83d\ude00: with = % \\ \" ")
            .header("long", "v".repeat(2_000))
            .build(),
        inOrder(),
        Message.builder(Values.EVERY_BYTE).id("all").key("of").header("it", "together").build());
  }

  /** A message whose headers are in no order that a map or a sort would give them. */
  private static Message inOrder() {
    Message.Builder message = Message.builder(Values.of("with many headers"));
    for (int i = 0; i < 40; i++) {
      message.header("header-" + i * 37 % 40, "value " + i);
    }
    return message.build();
  }

  /** Checks that all of a message came, the order of its headers included. */
  public static void checkSame(Message received, Message sent) {
    assertThat(received).isEqualTo(sent);
    assertThat(received.headers()).containsExactlyEntriesOf(sent.headers());
  }

  /**
   * A message with as much beside its body as the backend takes, and so that encoding it takes
   * most.
   *
   * @param more bytes that it has too many
   */
  public static Message withHeaders(byte[] body, Traits traits, int more) {
    long size = traits.maxHeaderBytes() + more;
    Message.Builder message = Message.builder(body).id("id");
    for (int i = 0; message.build().headBytes() + 4_000 < size; i++) {
      message.header("n" + i, "\u00e9 ".repeat(i % 500));
    }
    long rest = size - message.build().headBytes() - "last".length() - 4;
    return message.header("last", "v".repeat((int) rest)).build();
  }

  /** A message as a traced pattern sends it. */
  public static Message traced(byte[] body) {
    return Message.builder(body)
        .key("key")
        .header("content-type", "application/octet-stream")
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .header("tracestate", "vendor=value")
        .build();
  }
}
