package io.patternsdk.app.multicast;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.http.EventStream;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Members;
import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import io.patternsdk.multicast.AckMode;
import io.patternsdk.multicast.Delivered;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.Receiver;
import io.patternsdk.multicast.RegistrySubscription;
import java.util.List;
import java.util.Optional;

/** Deliveries over HTTP: a stream of server-sent events, acknowledgements, dead letters. */
record DeliveryRoutes(MulticastRegistry registry) {

  /** Streams deliveries. The id of an event is the id of its delivery. */
  Response events(Request request) {
    request.queryOnly();
    String id = request.path("id");
    if (registry.find(id).isEmpty()) {
      throw HttpProblem.notFound(id + " is not registered");
    }
    Optional<String> last = request.header("Last-Event-ID").filter(text -> !text.isEmpty());
    return Response.events(
        stream -> {
          try (RegistrySubscription subscription = subscribe(id, last, new Sender(stream))) {
            stream.send("subscribed", Json.of(subscription.identity()).toString());
            stream.awaitClose();
          }
        });
  }

  private RegistrySubscription subscribe(String id, Optional<String> last, Receiver receiver) {
    return last.isPresent()
        ? registry.resume(id, last.get(), AckMode.MANUAL, receiver)
        : registry.subscribe(id, AckMode.MANUAL, receiver);
  }

  Response ack(Request request) {
    request.queryOnly();
    String delivery = request.json("delivery").string("delivery");
    boolean held = registry.ack(request.path("id"), delivery);
    return Response.json(200, JsonObject.builder().put("acknowledged", held).build());
  }

  Response nack(Request request) {
    request.queryOnly();
    String delivery = request.json("delivery").string("delivery");
    boolean held = registry.nack(request.path("id"), delivery);
    return Response.json(200, JsonObject.builder().put("returned", held).build());
  }

  Response deadLetters(Request request) {
    request.queryOnly("limit");
    int limit = request.queryNumber("limit").orElse(100);
    var letters = registry.deadLetters(request.path("id"), limit);
    return Response.json(
        200,
        JsonObject.builder()
            .put("dead_letters", JsonArray.of(letters.stream().map(Json::of).toList()))
            .build());
  }

  Response redrive(Request request) {
    request.queryOnly();
    List<String> ids = Members.strings(request.json("ids"), "ids");
    int redriven = registry.redrive(request.path("id"), ids);
    return Response.json(200, JsonObject.builder().put("redriven", redriven).build());
  }

  /** Sends each delivery to one client; what cannot be sent is given back. */
  private record Sender(EventStream stream) implements Receiver {
    @Override
    public void onDelivery(Delivered delivery) {
      if (!stream.send(delivery.id(), "message", Json.of(delivery).toString())) {
        delivery.nack();
      }
    }

    @Override
    public void onGap() {
      stream.send("gap", "{}");
    }

    @Override
    public void onEnd() {
      stream.close();
    }
  }
}
