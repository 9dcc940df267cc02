package io.patternsdk.driver.nats;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * When a server has on its disk what it acknowledged. Its clients cannot ask for that: it stands on
 * the page that a server shows to whoever watches it, or its operator says so.
 *
 * @param always whether before it is acknowledged
 * @param everywhere whether that holds for all members of a cluster, and not for one server alone
 * @param words in words
 */
record ServerSync(boolean always, boolean everywhere, String words) {
  /** What makes it known. */
  static final String REMEDY =
      "set sync_interval: always on the server, and monitoring or sync_always: trusted here";

  private static final JsonPath ALWAYS = JsonPath.of("config", "sync_always");
  private static final JsonPath INTERVAL = JsonPath.of("config", "sync_interval");

  private static final ServerSync TRUSTED =
      new ServerSync(true, true, "on disk before it is acknowledged, as the operator says");

  /** Nothing is known of it. */
  static ServerSync unknown(String why) {
    return new ServerSync(
        false,
        false,
        "on disk every sync_interval of the server, 2 minutes unless set"
            + (why.isEmpty() ? "" : " (" + why + ")")
            + ": a crash of the machine may lose that much");
  }

  /**
   * Learns it of a server.
   *
   * @param server the id of the server that we are connected to
   * @param limit how long that may take
   */
  static ServerSync of(NatsConfig config, String server, boolean clustered, Duration limit) {
    if (config.syncTrusted) {
      return TRUSTED;
    }
    if (config.monitoring == null) {
      return unknown("");
    }
    if (clustered) {
      return unknown("monitoring shows one server of a cluster and not all");
    }
    return ask(config.monitoring, server, limit);
  }

  private static ServerSync ask(URI monitoring, String server, Duration limit) {
    URI page = monitoring.resolve("/jsz?config=1");
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build()) {
      HttpRequest question = HttpRequest.newBuilder(page).timeout(limit).build();
      HttpResponse<byte[]> answer = client.send(question, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? read(JsonObject.parse(answer.body()), server)
          : unknown("monitoring answers " + answer.statusCode());
    } catch (IOException | JsonException e) {
      return unknown("monitoring does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown("interrupted before monitoring had answered");
    }
  }

  static ServerSync read(JsonObject page, String server) {
    if (!page.find("server_id").equals(Optional.of(JsonString.of(server)))) {
      return unknown("monitoring shows another server");
    }
    boolean always = ALWAYS.in(page).equals(Optional.of(JsonBoolean.of(true)));
    return always
        ? new ServerSync(true, false, "on disk before it is acknowledged")
        : INTERVAL
            .in(page)
            .filter(JsonNumber.class::isInstance)
            .map(interval -> every(Duration.ofNanos(Long.parseLong(interval.toString()))))
            .orElseGet(() -> unknown("a server before 2.10 does not say"));
  }

  private static ServerSync every(Duration interval) {
    return new ServerSync(
        false,
        false,
        "on disk every "
            + Durations.format(interval)
            + ": a crash of the machine may lose that much");
  }

  /** Whether all copies of a stream are on disk before they are acknowledged. */
  boolean always(int replicas) {
    return always && (everywhere || replicas == 1);
  }

  /** What would make it so. */
  String remedy() {
    return REMEDY;
  }
}
