package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReservedPortTest {
  @Test
  void noPortIsReservedTwice() {
    List<ReservedPort> ports = Stream.generate(ReservedPort::next).limit(200).toList();
    try {
      assertThat(ports.stream().map(ReservedPort::number)).doesNotHaveDuplicates();
    } finally {
      ports.forEach(ReservedPort::close);
    }
  }

  @Test
  void aReservedPortCanBeBound() throws IOException {
    try (ReservedPort port = ReservedPort.next();
        ServerSocket server =
            new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(server.isBound()).isTrue();
    }
  }
}
