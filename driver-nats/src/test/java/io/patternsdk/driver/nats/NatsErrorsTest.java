package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.support.Status;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.testkit.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class NatsErrorsTest {

  @Test
  void connectingHasNoEffect() {
    assertThat(of(NatsErrors.connecting("nats://db", new ConnectException("refused"))))
        .isEqualTo("UNAVAILABLE NONE");
    assertThat(of(NatsErrors.connecting("nats://db", new AuthenticationException("no"))))
        .isEqualTo("PERMISSION_DENIED NONE");
    assertThat(of(NatsErrors.connecting("nats://db", new IOException("Authorization Violation"))))
        .isEqualTo("PERMISSION_DENIED NONE");
    assertThat(of(NatsErrors.connecting("nats://db", new TimeoutException())))
        .isEqualTo("TIMED_OUT NONE");
    assertThat(NatsErrors.connecting("nats://db", null)).hasMessageContaining("nats://db");
  }

  @Test
  void whatTheClientRefusesWasNotSent() {
    assertThat(
            of(
                NatsErrors.unsent(
                    new IllegalStateException("no"), Connection.Status.RECONNECTING, null)))
        .isEqualTo("UNAVAILABLE NONE");
    assertThat(
            of(
                NatsErrors.unsent(
                    new IllegalStateException("Output queue is full"),
                    Connection.Status.CONNECTED,
                    null)))
        .isEqualTo("UNAVAILABLE NONE");
    assertThat(
            of(
                NatsErrors.unsent(
                    new IllegalArgumentException("Message payload size"),
                    Connection.Status.CONNECTED,
                    null)))
        .isEqualTo("TOO_LARGE NONE");
    assertThat(
            of(
                NatsErrors.unsent(
                    new IllegalArgumentException("control line"),
                    Connection.Status.CONNECTED,
                    null)))
        .isEqualTo("INVALID_ARGUMENT NONE");
  }

  @Test
  void withoutAnAnswerTheEffectIsOpen() {
    assertThat(of(NatsErrors.unanswered(new TimeoutException(), false)))
        .isEqualTo("TIMED_OUT UNKNOWN");
    assertThat(of(NatsErrors.unanswered(new CancellationException(), true)))
        .isEqualTo("CLOSED UNKNOWN");
    assertThat(of(NatsErrors.unanswered(new ExecutionException(NatsErrors.lost()), false)))
        .isEqualTo("UNAVAILABLE UNKNOWN");
    assertThat(of(NatsErrors.unanswered(new InterruptedException(), false)))
        .isEqualTo("CANCELLED UNKNOWN");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whereNobodyAnswersNothingHappened() {
    var nobody = new JetStreamStatusException(new Status(503, "No Responders"));
    OperationException failure = NatsErrors.unanswered(new ExecutionException(nobody), false);
    assertThat(of(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(NatsErrors.gone(failure)).isTrue();
    assertThat(NatsErrors.gone(NatsErrors.lost())).isFalse();
  }

  @Test
  void whatTheServerRefusesHasNoEffect() {
    assertThat(of(NatsErrors.status(new Status(404, "No Messages")))).isEqualTo("NOT_FOUND NONE");
    assertThat(of(NatsErrors.status(new Status(429, "Too Many")))).isEqualTo("RATE_LIMITED NONE");
    assertThat(of(NatsErrors.status(new Status(400, "Bad Request"))))
        .isEqualTo("INVALID_ARGUMENT NONE");
    assertThat(of(NatsErrors.status(new Status(503, "down")))).isEqualTo("UNAVAILABLE UNKNOWN");
    assertThat(of(NatsErrors.denied("Permissions Violation"))).isEqualTo("PERMISSION_DENIED NONE");
  }

  private static String of(OperationException e) {
    return Failures.kindAndEffect((BackendException) e);
  }
}
