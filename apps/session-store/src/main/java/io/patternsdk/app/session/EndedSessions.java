package io.patternsdk.app.session;

import io.patternsdk.http.EventStream;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.session.SessionEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of the sessions whose end this process decides, in streams of events. Thread-safe. */
final class EndedSessions {
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  /** Streams the ends from now on. */
  Response events(Request request) {
    request.queryOnly();
    return Response.events(
        stream -> {
          streams.add(stream);
          try {
            stream.send("listening", "{}");
            stream.awaitClose();
          } finally {
            streams.remove(stream);
          }
        });
  }

  void tell(SessionEvent event) {
    if (!streams.isEmpty()) {
      String data = Json.of(event).toString();
      streams.forEach(stream -> stream.send("destroyed", data));
    }
  }
}
