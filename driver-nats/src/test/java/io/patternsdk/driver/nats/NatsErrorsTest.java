package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.api.SuccessApiResponse;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.Status;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.testkit.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(of(NatsErrors.of(new CancellationException(), Effect.UNKNOWN)))
        .isEqualTo("TIMED_OUT UNKNOWN");
    assertThat(of(NatsErrors.lost())).isEqualTo("UNAVAILABLE UNKNOWN");
    assertThat(of(NatsErrors.of(new IOException(), Effect.UNKNOWN))).isEqualTo("UNKNOWN UNKNOWN");
  }

  @Test
  void whereNobodyAnswersNothingHappened() {
    Status nobody = new Status(503, "No Responders Available For Request");
    OperationException failure =
        NatsErrors.of(new JetStreamStatusException(nobody), Effect.UNKNOWN);
    assertThat(of(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(NatsErrors.gone(failure)).isTrue();
    assertThat(NatsErrors.gone(NatsErrors.status(nobody))).isTrue();
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

  @ParameterizedTest
  @CsvSource({
    "400, 10026, UNAVAILABLE NONE",
    "400, 10027, UNAVAILABLE NONE",
    "400, 10002, UNAVAILABLE NONE",
    "503, 10047, UNAVAILABLE UNKNOWN",
    "400, 10054, TOO_LARGE NONE",
    "400, 10097, TOO_LARGE NONE",
    "400, 10003, INVALID_ARGUMENT NONE",
    "400, 10071, CONFLICT NONE",
    "400, 10164, CONFLICT NONE"
  })
  void aLimitOfTheServerIsToldAsWhatItIs(int code, int apiCode, String kindAndEffect) {
    String answer =
        "{\"error\":{\"code\":%d,\"err_code\":%d,\"description\":\"why\"}}"
            .formatted(code, apiCode);
    var response = new SuccessApiResponse(NatsMessage.builder().subject("s").data(answer).build());
    OperationException failure = NatsErrors.answered(response);
    assertThat(of(failure)).isEqualTo(kindAndEffect);
    assertThat(failure).hasMessage("why (" + apiCode + ")");
  }

  private static String of(OperationException e) {
    return Failures.kindAndEffect((BackendException) e);
  }
}
