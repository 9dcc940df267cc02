package io.patternsdk.app.multicast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  @TempDir private Path directory;

  @Test
  void aLineHasNamePortProtocolAndAliases() throws IOException {
    assertThat(list("# services\n\nhttp\t80/tcp  www web # WorldWideWeb\ndomain 53/udp\n"))
        .containsExactly(
            new Service("http", 80, "tcp", List.of("www", "web")),
            new Service("domain", 53, "udp", List.of()));
  }

  @Test
  void metadataHaveTypes() {
    assertThat(new Service("http", 80, "tcp", List.of("www")).metadata().toString())
        .isEqualTo("{\"port\":80,\"protocol\":\"tcp\",\"aliases\":[\"www\"]}");
  }

  @Test
  void ofTwoWithOneIdTheFirstCounts() throws IOException {
    assertThat(list("a 1/tcp\na 2/tcp\na 2/udp\n")).extracting(Service::port).containsExactly(1, 2);
  }

  @Test
  void anythingElseIsRefusedWithTheLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> list("http tcp"))
        .withMessageContaining("http tcp");
  }

  private List<Service> list(String text) throws IOException {
    return Service.list(Files.writeString(directory.resolve("services"), text));
  }
}
