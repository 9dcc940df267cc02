package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingTest {

  @Test
  void aPortThatIsTakenIsNamedAndStopsTheStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> new Served(Map.of("port", port), Routes.builder().build()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("http.port is " + port)
          .hasMessageContaining("cannot be bound: Address already in use");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    Map<String, Object> elsewhere = Map.of("host", "192.0.2.1", "insecure", true);
    assertThatThrownBy(() -> new Served(elsewhere, Routes.builder().build()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("192.0.2.1:0 cannot be bound");
  }
}
