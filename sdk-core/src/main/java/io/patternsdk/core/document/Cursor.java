package io.patternsdk.core.document;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Position;
import java.util.Base64;

/** The text form of a position, which remembers the order that it belongs to. */
final class Cursor {
  private Cursor() {}

  static String of(Position position, Order order) {
    JsonObjectBuilder json = JsonObject.builder().put("o", name(order)).put("k", position.key());
    position.value().ifPresent(value -> json.put("v", value));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.build().toBytes());
  }

  static Position parse(String cursor, Order order) {
    JsonObject json;
    try {
      json = JsonObject.parse(Base64.getUrlDecoder().decode(cursor));
      if (json.string("o").equals(name(order))) {
        return new Position(json.find("v"), json.string("k"));
      }
    } catch (JsonException | IllegalArgumentException e) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, "cursor is not one of this listing: " + cursor, e);
    }
    throw new BackendException(
        ErrorKind.INVALID_ARGUMENT,
        "cursor belongs to the order \""
            + json.string("o")
            + "\"; this is \""
            + name(order)
            + "\"");
  }

  private static String name(Order order) {
    return order.field().map(f -> (order.descending() ? "-" : "") + f).orElse("");
  }
}
