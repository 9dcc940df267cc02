package io.patternsdk.app.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.claimcheck.Claim;
import io.patternsdk.core.config.Durations;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.multicast.Delivered;
import io.patternsdk.multicast.Identity;
import io.patternsdk.multicast.Listing;
import io.patternsdk.multicast.MulticastReport;
import io.patternsdk.multicast.MulticastReport.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Writes what the registry answers. */
final class Json {
  private Json() {}

  static JsonObject of(Identity identity) {
    return of(identity, true);
  }

  static JsonObject of(Identity identity, boolean metadata) {
    JsonObjectBuilder json = JsonObject.builder().put("id", identity.id());
    if (metadata) {
      json.put("metadata", identity.metadata());
    }
    json.put("topic", identity.topic()).put("durable", identity.durable());
    json.put("registered_at", identity.registeredAt().toString());
    identity.ttl().ifPresent(ttl -> json.put("ttl", Durations.format(ttl)));
    identity.expiresAt().ifPresent(at -> json.put("expires_at", at.toString()));
    return json.build();
  }

  static JsonObject of(Listing listing, boolean metadata) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put(
                "identities",
                JsonArray.of(
                    listing.identities().stream().map(each -> of(each, metadata)).toList()))
            .put("total", listing.total());
    listing.next().ifPresent(next -> json.put("next", next));
    listing.staleness().ifPresent(age -> json.put("staleness", staleness(age)));
    if (!listing.unreadable().isEmpty()) {
      json.put("unreadable", JsonArray.of(listing.unreadable()));
    }
    return json.build();
  }

  static JsonObject of(MulticastReport report) {
    JsonObjectBuilder totals = JsonObject.builder();
    report.totals().forEach((status, count) -> totals.put(lower(status), count));
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("id", report.id())
            .put("targets", report.targets())
            .put("totals", totals.build())
            .put("outcomes", JsonArray.of(report.outcomes().stream().map(Json::of).toList()));
    report.staleness().ifPresent(age -> json.put("staleness", staleness(age)));
    if (!report.unreadable().isEmpty()) {
      json.put("unreadable", JsonArray.of(report.unreadable()));
    }
    return json.build();
  }

  /** Rounded up, so that it is never said to be younger than it is. */
  private static String staleness(Duration age) {
    return Durations.format(Duration.ofMillis(age.plusNanos(999_999).toMillis()));
  }

  private static JsonObject of(Outcome outcome) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("identity", outcome.identity())
            .put("status", lower(outcome.status()));
    outcome
        .cause()
        .ifPresentOrElse(
            cause -> {
              HttpProblem problem = HttpProblem.of(cause);
              json.put("code", problem.code()).put("error", problem.detail());
              json.put("effect", lower(cause.effect()));
            },
            () -> error(json, outcome.error()));
    return json.build();
  }

  private static void error(JsonObjectBuilder json, String error) {
    if (!error.isEmpty()) {
      json.put("code", "timed_out").put("error", error);
    }
  }

  static JsonObject of(Delivered delivery) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("message_id", delivery.messageId())
            .put("content_type", delivery.contentType())
            .put("attempt", delivery.attempt());
    return payload(json, delivery.payload()).build();
  }

  /** A payload that is kept elsewhere is not read for a list of many. */
  static JsonObject of(DeadLetter letter) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("id", letter.id())
            .put("message_id", letter.message().id())
            .put("attempts", letter.attempts());
    Optional<String> claim = letter.message().header(Claim.HEADER);
    return claim.isPresent()
        ? claim(json, letter.message(), claim.get()).build()
        : payload(json, letter.message().body()).build();
  }

  /** One that is none is shown as it is, so that the letter can be seen and taken out. */
  private static JsonObjectBuilder claim(JsonObjectBuilder json, Message message, String text) {
    try {
      Claim claim = Claim.of(message).orElseThrow();
      return json.put("payload_bytes", claim.bytes()).put("payload_key", claim.key());
    } catch (BackendException unreadable) {
      return json.put("payload_claim", text);
    }
  }

  /** Writes a payload as text where it is valid UTF-8, else in Base64. */
  private static JsonObjectBuilder payload(JsonObjectBuilder json, byte[] payload) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
      return json.put("payload", text.toString());
    } catch (CharacterCodingException binary) {
      return json.put("payload_base64", Base64.getEncoder().encodeToString(payload));
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
