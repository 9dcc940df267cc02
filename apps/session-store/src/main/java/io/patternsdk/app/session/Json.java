package io.patternsdk.app.session;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.session.RetiredValues;
import io.patternsdk.session.Session;
import io.patternsdk.session.SessionEvent;
import io.patternsdk.session.SessionPage;
import java.util.Locale;

/** Writes what the store answers. */
final class Json {
  private Json() {}

  static JsonObject of(Session session) {
    return of(session, true);
  }

  private static JsonObject of(Session session, boolean attributes) {
    JsonObjectBuilder json = JsonObject.builder().put("id", session.id());
    session.principal().ifPresent(principal -> json.put("principal", principal));
    json.put("created", session.created().toString());
    json.put("last_accessed", session.lastAccessed().toString());
    session.idle().ifPresent(idle -> json.put("idle", Durations.format(idle)));
    session.ends().ifPresent(ends -> json.put("ends", ends.toString()));
    if (attributes) {
      JsonObjectBuilder members = JsonObject.builder();
      session.attributes().forEach(members::put);
      json.put("attributes", members.build());
    }
    if (!session.unreadable().isEmpty()) {
      json.put("unreadable", JsonArray.of(session.unreadable()));
    }
    return json.build();
  }

  static JsonObject of(SessionPage page, boolean attributes) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put(
                "sessions",
                JsonArray.of(page.sessions().stream().map(each -> of(each, attributes)).toList()));
    page.next().ifPresent(next -> json.put("next", next));
    return json.build();
  }

  static JsonObject of(RetiredValues retired) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("sessions", retired.sessions())
            .put("rewritten", retired.rewritten())
            .put("refused", retired.refused());
    retired.next().ifPresent(next -> json.put("next", next));
    return json.build();
  }

  static JsonObject of(SessionEvent event) {
    JsonObjectBuilder json = JsonObject.builder().put("id", event.id());
    event.formerId().ifPresent(former -> json.put("former_id", former));
    event.principal().ifPresent(principal -> json.put("principal", principal));
    return json.put("reason", event.reason().name().toLowerCase(Locale.ROOT)).build();
  }
}
