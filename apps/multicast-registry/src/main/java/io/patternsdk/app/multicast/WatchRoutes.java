package io.patternsdk.app.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.http.EventStream;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.watch.RegistryChanges;
import io.patternsdk.multicast.watch.RegistryEvent;
import io.patternsdk.multicast.watch.RegistryWatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the identities, over HTTP: a stream of server-sent events. */
record WatchRoutes(MulticastRegistry registry) {
  private static final Logger LOG = System.getLogger(WatchRoutes.class.getName());
  private static final Duration WAIT = Duration.ofSeconds(30);

  /** How many are held at a time for one client; each may be as large as metadata may be. */
  private static final int AT_ONCE = 32;

  /**
   * Streams what a watch says. The last event of each poll has the id with which a client that
   * comes back goes on after it.
   */
  Response watch(Request request) {
    request.queryOnly("filter");
    Filter filter = registry.filter(request.query("filter").orElse("{}"));
    Optional<String> last = request.header("Last-Event-ID").filter(text -> !text.isEmpty());
    return Response.events(
        stream -> {
          try (RegistryWatch watch = open(filter, last)) {
            send(watch.poll(AT_ONCE, Duration.ZERO), stream); // what fails here is a problem still
            var unused = Thread.ofVirtual().name("watch").start(() -> feed(watch, stream));
            stream.awaitClose();
          }
        });
  }

  private RegistryWatch open(Filter filter, Optional<String> last) {
    return last.isPresent() ? registry.watch(filter, last.get()) : registry.watch(filter);
  }

  /**
   * Ends with the stream and its watch, and ends the stream where a poll fails: its client comes
   * back and learns why.
   */
  private static void feed(RegistryWatch watch, EventStream stream) {
    try {
      while (stream.isOpen()) {
        send(watch.poll(AT_ONCE, WAIT), stream);
      }
    } catch (OperationException e) {
      boolean ended = e instanceof BackendException b && b.kind() == ErrorKind.CLOSED;
      if (!ended) {
        LOG.log(Level.WARNING, "a watch of the registry ends: {0}", e.getMessage());
      }
    } finally {
      stream.close();
    }
  }

  private static void send(RegistryChanges changes, EventStream stream) {
    List<RegistryEvent> events = changes.events();
    for (int i = 0; i < events.size(); i++) {
      RegistryEvent event = events.get(i);
      boolean last = i == events.size() - 1;
      String data = data(event).toString();
      boolean open =
          last ? stream.send(changes.token(), name(event), data) : stream.send(name(event), data);
      if (!open) {
        return;
      }
    }
  }

  private static String name(RegistryEvent event) {
    return switch (event) {
      case RegistryEvent.Present present -> "present";
      case RegistryEvent.Gone gone -> "gone";
      case RegistryEvent.Unreadable unreadable -> "unreadable";
      case RegistryEvent.Resync resync -> "resync";
      case RegistryEvent.Synced synced -> "synced";
    };
  }

  private static JsonObject data(RegistryEvent event) {
    return switch (event) {
      case RegistryEvent.Present present -> Json.of(present.identity());
      case RegistryEvent.Gone gone ->
          JsonObject.builder()
              .put("id", gone.id())
              .put("reason", gone.reason().name().toLowerCase(Locale.ROOT))
              .build();
      case RegistryEvent.Unreadable unreadable ->
          JsonObject.builder().put("id", unreadable.id()).build();
      case RegistryEvent.Resync resync -> JsonObject.EMPTY;
      case RegistryEvent.Synced synced -> JsonObject.EMPTY;
    };
  }
}
