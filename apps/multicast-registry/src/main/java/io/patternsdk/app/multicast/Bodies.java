package io.patternsdk.app.multicast;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Members;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.Registration;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Turns the bodies of requests into what the registry is asked. */
final class Bodies {
  private Bodies() {}

  static Registration registration(JsonObject body) {
    Registration registration = Registration.of(body.string("id"));
    if (body.has("metadata")) {
      registration = registration.metadata(body.object("metadata"));
    }
    if (body.has("ttl")) {
      registration = registration.ttl(Members.duration(body, "ttl"));
    }
    if (body.has("topic")) {
      registration = registration.topic(body.string("topic"));
    }
    if (body.has("durable") && body.bool("durable")) {
      registration = registration.durable();
    }
    return body.has("replace") && body.bool("replace") ? registration.replace() : registration;
  }

  static Multicast multicast(JsonObject body, Filter filter) {
    Multicast multicast = payload(filter, body);
    if (body.has("content_type")) {
      multicast = multicast.contentType(body.string("content_type"));
    }
    if (body.has("timeout")) {
      multicast = multicast.timeout(Members.duration(body, "timeout"));
    }
    if (body.has("max_staleness")) {
      multicast = multicast.maxStaleness(Members.duration(body, "max_staleness"));
    }
    if (body.has("if_stale") && failsIfStale(body.string("if_stale"))) {
      multicast = multicast.failsIfStale();
    }
    if (body.has("confirm") && body.bool("confirm")) {
      multicast = multicast.confirm();
    }
    return recorded(body, multicast);
  }

  private static Multicast recorded(JsonObject body, Multicast multicast) {
    boolean recorded = body.has("recorded") && body.bool("recorded");
    if (body.has("id")) {
      String id = body.string("id");
      if (!recorded) {
        throw HttpProblem.badRequest("id is that of a recorded multicast; send recorded: true too");
      }
      return multicast.recorded(id);
    }
    return recorded ? multicast.recorded() : multicast;
  }

  static boolean failsIfStale(String text) {
    return switch (text) {
      case "read" -> false;
      case "fail" -> true;
      default -> throw HttpProblem.badRequest("if_stale is \"" + text + "\"; read or fail works");
    };
  }

  private static Multicast payload(Filter filter, JsonObject body) {
    if (body.has("payload") == body.has("payload_base64")) {
      throw HttpProblem.badRequest("send either payload or payload_base64");
    }
    if (body.has("payload_base64")) {
      return Multicast.to(filter, base64(body.string("payload_base64")));
    }
    JsonValue payload = body.find("payload").orElseThrow();
    return payload instanceof JsonString text
        ? Multicast.to(filter, text.value().getBytes(StandardCharsets.UTF_8))
            .contentType("text/plain; charset=utf-8")
        : Multicast.to(filter, payload.toBytes()).contentType("application/json");
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("payload_base64 is not Base64: " + e.getMessage());
    }
  }
}
