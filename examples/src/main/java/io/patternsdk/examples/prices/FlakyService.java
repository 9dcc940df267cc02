package io.patternsdk.examples.prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP service that fails the first time it is asked for a price, and knows no pens. */
final class FlakyService implements AutoCloseable {
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final HttpServer server;

  FlakyService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create(
        "http://"
            + server.getAddress().getAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort()
            + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String item = exchange.getRequestURI().getPath();
    int status = asked.add(item) ? 503 : item.equals("/pen") ? 404 : 200;
    byte[] body = ("" + item.length()).getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
