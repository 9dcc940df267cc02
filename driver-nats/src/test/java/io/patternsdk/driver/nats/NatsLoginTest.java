package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.NKey;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who we are to the server, and who the server is to us. */
class NatsLoginTest {
  private static final NatsProfile CORE = NatsProfile.plain().coreOnly();
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @RegisterExtension static final NatsServer PASSWORD = NatsServer.start(CORE.user("app", "right"));

  @RegisterExtension static final NatsServer TLS = NatsServer.start(CORE.tls());

  @Test
  void aWrongPasswordIsRefusedAndPrintedNowhere() {
    BackendException failure =
        Failures.of(() -> open(PASSWORD, Map.of("username", "app", "password", "wr0ng-secret")));
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("PERMISSION_DENIED NONE");
    assertThat(failure).hasMessageContaining(PASSWORD.uri());
    assertThat(printed(failure)).doesNotContain("wr0ng-secret");
    assertThat(Failures.kindAndEffect(() -> open(PASSWORD, Map.of())))
        .isEqualTo("PERMISSION_DENIED NONE");
  }

  @Test
  void anUnreachableServersFailurePrintsNoPassword() {
    try (TcpProxy proxy = TcpProxy.to(PASSWORD)) {
      proxy.refuse();
      String url = "nats://app:s3cret@127.0.0.1:" + proxy.port();
      assertThat(printed(Failures.of(() -> Backends.open(url))))
          .contains("UNAVAILABLE", "refused")
          .doesNotContain("s3cret");
    }
  }

  @Test
  void aSecretIsAskedForOnEachConnection() {
    AtomicInteger asked = new AtomicInteger();
    Secret counted =
        Secret.from(
            () -> {
              asked.incrementAndGet();
              return "right";
            });
    try (TcpProxy proxy = TcpProxy.to(PASSWORD);
        Backend backend =
            Backends.open(
                Backends.options(
                    "nats://127.0.0.1:" + proxy.port(),
                    Map.of("username", "app", "password", counted)))) {
      int before = asked.get();
      proxy.reset();
      SOON.check(() -> backend.require(PUBSUB_BASIC).publish("topic", Message.of("again")));
      assertThat(asked.get()).isGreaterThan(before);
    }
  }

  @Test
  void aKeyPairOpensTheDoor() throws Exception {
    NKey key = NKey.createUser(null);
    String user = "authorization { users: [ { nkey: \"%s\" } ] }";
    try (NatsServer server =
        NatsServer.start(CORE.option(user.formatted(new String(key.getPublicKey()))))) {
      open(server, Map.of("nkey", new String(key.getSeed()))).close();
      String other = new String(NKey.createUser(null).getSeed());
      assertThat(Failures.kindAndEffect(() -> open(server, Map.of("nkey", other))))
          .isEqualTo("PERMISSION_DENIED NONE");
    }
  }

  @Test
  void aSignedTokenOpensTheDoor() throws Exception {
    SignedUser user = SignedUser.create();
    try (NatsServer server = NatsServer.start(CORE.option(user.serverOptions()))) {
      open(server, Map.of("creds", user.credentials())).close();
      String other = SignedUser.create().credentials();
      assertThat(Failures.kindAndEffect(() -> open(server, Map.of("creds", other))))
          .isEqualTo("PERMISSION_DENIED NONE");
    }
  }

  @Test
  void credentialsInTheAddressOpenTheDoor() {
    String address = PASSWORD.uri().replace("nats://", "nats://app:right@");
    Backends.open(address).close();
  }

  @Test
  void aServerThatAsksForACertificateGetsOurs() {
    try (NatsServer server = NatsServer.start(CORE.mutualTls())) {
      String certificate = server.certificate().certificate().toString();
      String key = server.certificate().key().toString();
      Map<String, ?> both = Map.of("ca", certificate, "certificate", certificate, "key", key);
      open(server, Map.of("tls", both)).close();
      Map<String, ?> none = Map.of("ca", certificate);
      // The client does not tell that the server has refused it: it waits for an answer.
      assertThat(Failures.kindAndEffect(() -> open(server, Map.of("tls", none))))
          .isEqualTo("TIMED_OUT NONE");
    }
  }

  @Test
  void whatIsNotPermittedIsRefused() {
    String rules =
        "authorization { users: [ { user: app, password: x, permissions: {"
            + " publish: { deny: \"*.closed\" }, subscribe: { deny: \"*.closed\" } } } ] }";
    try (NatsServer server = NatsServer.start(CORE.option(rules));
        Backend backend = open(server, Map.of("username", "app", "password", "x"))) {
      PubSub topics = backend.require(PUBSUB_BASIC);
      assertThat(Failures.kindAndEffect(() -> topics.publish("closed", Message.of("no"))))
          .isEqualTo("PERMISSION_DENIED NONE");
      assertThat(Failures.kindAndEffect(() -> topics.subscribe("closed", (topic, message) -> {})))
          .isEqualTo("PERMISSION_DENIED NONE");
      topics.publish("open", Message.of("yes"));
    }
  }

  @Test
  void aCertificateIsChecked() {
    String ca = TLS.certificate().certificate().toString();
    open(TLS, Map.of("tls", Map.of("ca", ca))).close();
    open(TLS, Map.of("tls", Map.of("verify", "none"))).close();
    assertThat(Failures.kindAndEffect(() -> open(TLS, Map.of()))).isEqualTo("UNAVAILABLE NONE");
  }

  @Test
  void theServersNameIsCheckedUnlessToldOtherwise() {
    String ca = TLS.certificate().certificate().toString();
    openAt("localhost", Map.of("ca", ca)).close();
    // Leads to the same server, and stands in no certificate.
    openAt("0.0.0.0", Map.of("ca", ca, "verify", "ca")).close();
    assertThat(Failures.kindAndEffect(() -> openAt("0.0.0.0", Map.of("ca", ca))))
        .isEqualTo("UNAVAILABLE NONE");
  }

  private static Backend openAt(String host, Map<String, ?> tls) {
    return Backends.open(Backends.options("tls://" + host + ":" + TLS.port(), Map.of("tls", tls)));
  }

  private static Backend open(NatsServer server, Map<String, ?> settings) {
    return Backends.open(Backends.options(server.uri(), settings));
  }

  private static String printed(BackendException failure) {
    StringWriter text = new StringWriter();
    text.write(failure.kind().name() + " ");
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
