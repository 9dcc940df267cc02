package io.patternsdk.testkit.contract;

import io.patternsdk.core.Message;
import java.util.List;

/** Messages that a backend may have trouble to carry whole. */
final class Messages {
  private Messages() {}

  static List<Message> ofAllKinds() {
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
        Message.builder(Values.EVERY_BYTE).id("all").key("of").header("it", "together").build());
  }

  /** A message as a traced pattern sends it. */
  static Message traced(byte[] body) {
    return Message.builder(body)
        .key("key")
        .header("content-type", "application/octet-stream")
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .header("tracestate", "vendor=value")
        .build();
  }
}
