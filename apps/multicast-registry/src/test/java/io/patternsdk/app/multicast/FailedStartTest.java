package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.http.HttpFront;
import io.patternsdk.http.Routes;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.UnavailableException;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.server.ReservedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** A start inside another program that fails leaves nothing open, whichever step failed. */
class FailedStartTest {
  private static Throwable start(RunnerService<MulticastRegistry> service, String... yaml) {
    Runner<MulticastRegistry> runner = Runner.of(new MulticastRegistryProvider()).service(service);
    return catchThrowable(() -> runner.start(Served.config(String.join("", yaml))));
  }

  /** Fails twice: what is loaded once and for all, such as a pool of the JDK, is no leak. */
  private static Throwable failing(RunnerService<MulticastRegistry> service, String... yaml)
      throws Exception {
    Throwable failure = start(service, yaml);
    Leaks.none(() -> assertThat(start(service, yaml)).isNotNull());
    return failure;
  }

  private static HttpFront<MulticastRegistry> front() {
    return HttpFront.routes(RegistryRoutes::of);
  }

  private static String http(int port, int metrics) {
    return "http: {port: %d}\nobservability: {metrics: {port: %d}}\n".formatted(port, metrics);
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = taken()) {
      int port = taken.getLocalPort();
      assertThat(failing(front(), Served.ALL, http(port, 0))).hasMessageContaining("http.port");
      assertThat(failing(front(), Served.ALL, http(0, port)))
          .hasMessageContaining("observability.metrics.port is " + port);
    }
  }

  @Test
  void routesThatCannotBeMade() throws Exception {
    HttpFront<MulticastRegistry> front =
        HttpFront.routes(registry -> Routes.builder().get("no slash", request -> null).build());
    assertThat(failing(front, Served.ALL, http(0, 0))).hasMessageContaining("no slash");
  }

  @Test
  void aBackendThatIsNotThere() throws Exception {
    try (ReservedPort port = ReservedPort.next()) {
      String redis =
          """
          pattern: {name: multicast-registry, lifecycle: {startup_timeout: 0s}}
          backends:
            registry: {driver: redis, config: {addresses: ["redis://127.0.0.1:%d"]}}
            messaging: {driver: embedded}
          """
              .formatted(port.number());
      assertThat(failing(front(), redis, http(0, 0))).isInstanceOf(UnavailableException.class);
    }
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
