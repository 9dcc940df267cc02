package io.patternsdk.driver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the HTTP client sends again by itself. */
class ClickHouseRepetitionTest {

  @Test
  void rowsAreNeverAcknowledgedThatWereNotSent() throws IOException {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        exchange -> {
          try (exchange) {
            sizes.add(exchange.getRequestBody().readAllBytes().length);
            exchange.sendResponseHeaders(sizes.size() == 1 ? 503 : 200, -1);
          }
        });
    busy.start();
    String address = "http://127.0.0.1:" + busy.getAddress().getPort();
    DriverContext context =
        BackendOptions.named("busy")
            .settings(Map.of("addresses", List.of(address), "compression", "none"))
            .toContext();
    try (ClickHouseConnections clickHouse =
        new ClickHouseConnections(ClickHouseConfig.from(context.settings()), context)) {
      assertThatThrownBy(() -> clickHouse.insert("t", List.of("a"), new byte[100]))
          .isInstanceOfSatisfying(
              BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
    } finally {
      busy.stop(0);
    }
    assertThat(sizes).containsOnly(100);
  }
}
