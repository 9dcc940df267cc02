package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of the server against which what differs between them is tested. */
final class Servers {
  private Servers() {}

  /** A server of the machine's own version and, where there is one, of 2.11 or newer. */
  static List<NatsServer> ofEachVersion(NatsProfile profile) {
    Optional<NatsServer> recent = NatsServer.find(profile.atLeast(2, 11));
    assertThat(System.getenv("CI") == null || recent.isPresent())
        .as("nats-server 2.11 or newer; script/setup gets one")
        .isTrue();
    return Stream.concat(Stream.of(NatsServer.start(profile)), recent.stream()).toList();
  }
}
