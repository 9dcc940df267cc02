package io.patternsdk.benchmarks.startup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * The least that a service on Redis and NATS has, written by hand for these two alone with the same
 * clients: a connection to each, readiness, metrics. Takes both addresses.
 */
final class ByHand {
  private ByHand() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    StatefulRedisConnection<String, String> redis = RedisClient.create(args[0]).connect();
    String unused = redis.sync().ping();
    Connection nats = Nats.connect(args[1]);
    nats.createDispatcher(message -> meters.counter("messages").increment()).subscribe("service");
    try {
      nats.flush(Duration.ofSeconds(5));
    } catch (TimeoutException e) {
      throw new IllegalStateException("NATS does not answer", e);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/ready",
        exchange ->
            answer(exchange, redis.isOpen() && nats.getStatus() == Connection.Status.CONNECTED));
    server.createContext("/metrics", exchange -> answer(exchange, 200, meters.scrape()));
    server.start();
    System.out.println("by hand: ready, on " + server.getAddress());
  }

  private static void answer(HttpExchange exchange, boolean ready) throws IOException {
    answer(exchange, ready ? 200 : 503, ready ? "up" : "down");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
