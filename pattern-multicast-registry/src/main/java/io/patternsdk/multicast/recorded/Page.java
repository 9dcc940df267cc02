package io.patternsdk.multicast.recorded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.multicast.recorded.DeliveryStatus.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Some recipients of a recorded multicast, in the order in which they were recorded, with what has
 * become of each. It is sent to at once and recorded at once.
 *
 * <p>The stored form, version 1: a JSON object with {@code v} and {@code to}, an array of objects
 * with {@code topic}, {@code ids}, {@code durable}, and, once they are known, {@code state}, {@code
 * kind}, {@code error}, {@code acks}.
 *
 * @param recipients where it goes
 * @param fates what has become of each
 */
public record Page(List<Recipient> recipients, List<DeliveryStatus> fates) {
  /** The most that {@link Recipient#bytes} of a page may come to. */
  public static final long MOST_BYTES = 512L << 10;

  private static final int VERSION = 1;

  /** Copies the lists. */
  public Page {
    recipients = List.copyOf(recipients);
    fates = List.copyOf(fates);
  }

  /** Returns one of which nothing has been reached. */
  public static Page pending(List<Recipient> recipients) {
    return new Page(recipients, Collections.nCopies(recipients.size(), DeliveryStatus.PENDING));
  }

  /** Returns the same recipients with other fates. */
  public Page with(List<DeliveryStatus> others) {
    return new Page(recipients, others);
  }

  /** Tells whether nothing is left to do. */
  public boolean settled() {
    return fates.stream().allMatch(DeliveryStatus::settled);
  }

  /** Returns what is known when this and the other are. */
  Page and(Page other) {
    List<DeliveryStatus> both = new ArrayList<>(fates.size());
    for (int i = 0; i < fates.size(); i++) {
      both.add(fates.get(i).and(other.fates.get(i)));
    }
    return with(both);
  }

  byte[] toBytes() {
    List<JsonObject> to = new ArrayList<>(recipients.size());
    for (int i = 0; i < recipients.size(); i++) {
      to.add(json(recipients.get(i), fates.get(i)));
    }
    return JsonObject.builder().put("v", VERSION).put("to", JsonArray.of(to)).build().toBytes();
  }

  private static JsonObject json(Recipient recipient, DeliveryStatus fate) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("topic", recipient.topic())
            .put("ids", JsonArray.of(recipient.identities()))
            .put("durable", recipient.durable());
    if (fate.settled()) {
      json.put("state", fate.state().text());
    }
    fate.failure().ifPresent(kind -> json.put("kind", kind.name()).put("error", fate.error()));
    if (!fate.acknowledged().isEmpty()) {
      json.put("acks", JsonArray.of(fate.acknowledged()));
    }
    return json.build();
  }

  static Page read(String key, byte[] stored) {
    try {
      JsonObject json = JsonObject.parse(stored);
      Head.checkVersion(key, json, VERSION);
      List<Recipient> recipients = new ArrayList<>();
      List<DeliveryStatus> fates = new ArrayList<>();
      for (JsonValue each : json.array("to")) {
        JsonObject one = each.asObject();
        recipients.add(
            new Recipient(one.string("topic"), strings(one, "ids"), one.bool("durable")));
        fates.add(fate(one));
      }
      return new Page(recipients, fates);
    } catch (JsonException | IllegalArgumentException e) {
      throw new BackendException(ErrorKind.CORRUPT, key + " holds no part of a multicast", e);
    }
  }

  private static DeliveryStatus fate(JsonObject json) {
    if (!json.has("state")) {
      return DeliveryStatus.PENDING;
    }
    State state = State.valueOf(json.string("state").toUpperCase(Locale.ROOT));
    return json.has("kind")
        ? new DeliveryStatus(
            state, Optional.of(kind(json.string("kind"))), json.string("error"), List.of())
        : DeliveryStatus.reached(state)
            .acknowledgedBy(json.has("acks") ? strings(json, "acks") : List.of());
  }

  /** A newer release may know kinds that this one does not. */
  private static ErrorKind kind(String name) {
    try {
      return ErrorKind.valueOf(name);
    } catch (IllegalArgumentException newer) {
      return ErrorKind.UNKNOWN;
    }
  }

  private static List<String> strings(JsonObject json, String name) {
    return json.array(name).values().stream().map(JsonValue::asString).toList();
  }
}
