package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.claimcheck.ClaimCheck;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.server.RecipeServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies of messages that are kept in a bucket, of one request and of several parts. */
class S3ClaimCheckTest {
  private static final Duration RETENTION = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @RegisterExtension
  static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(false));

  private final MovableClock clock = MovableClock.create();

  private static Message message(int bytes) {
    byte[] body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (i * 31 + (i >> 8));
    }
    return Message.builder(body).header("name", "value").build();
  }

  private ClaimCheck claims(Backend backend) {
    Blobs blobs = backend.require(BLOB_BASIC);
    return new ClaimCheck("payloads", Optional.of(blobs), 1_000, RETENTION, clock);
  }

  @Test
  void theyComeBackWholeAndAreGoneAfterTheRetention() {
    for (String encoding : List.of("escaped", "plain")) {
      Map<String, Object> settings = new HashMap<>(S3ProxyRecipe.settings(SERVER));
      settings.put("key_encoding", encoding);
      settings.put("connect_timeout", "2m");
      BackendOptions options =
          BackendOptions.named("payloads")
              .namespace(encoding)
              .settings(settings)
              .operationTimeout(PATIENCE);
      DriverRegistry drivers = DriverRegistry.empty().with(new S3DriverProvider());
      try (Backend sending = drivers.open("s3", options);
          Backend receiving = drivers.open("s3", options)) {
        List<Message> all = Stream.of(1_001, 6 << 20).map(S3ClaimCheckTest::message).toList();
        List<Message> travelling = all.stream().map(claims(sending)::checked).toList();
        assertThat(travelling).allSatisfy(each -> assertThat(each.body()).isEmpty());
        assertThat(all.stream().map(claims(sending)::checked).toList()).isEqualTo(travelling);
        assertThat(travelling.stream().map(claims(receiving)::redeemed).toList()).isEqualTo(all);
        clock.advance(RETENTION.plusHours(1).plusSeconds(1));
        assertThat(claims(receiving).sweep()).isEqualTo(2);
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(() -> claims(receiving).body(travelling.getFirst()))
            .withMessageContaining("of 1001 bytes, is not in slot payloads")
            .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
      }
    }
  }
}
