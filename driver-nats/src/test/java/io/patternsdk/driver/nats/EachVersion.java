package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test on a private server of the machine's own version and, where there is one, of 2.11 or
 * newer; each is closed after the test.
 */
final class EachVersion implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    NatsProfile profile = NatsProfile.plain();
    Optional<NatsServer> recent = NatsServer.find(profile.atLeast(2, 11));
    assertThat(System.getenv("CI") == null || recent.isPresent())
        .as("nats-server 2.11 or newer; script/setup gets one")
        .isTrue();
    return Stream.concat(Stream.of(NatsServer.start(profile)), recent.stream()).map(Arguments::of);
  }
}
