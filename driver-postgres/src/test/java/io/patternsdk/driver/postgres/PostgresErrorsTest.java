package io.patternsdk.driver.postgres;

import static io.patternsdk.core.Effect.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.driver.postgres.connections.PostgresErrors;
import io.patternsdk.testkit.Failures;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class PostgresErrorsTest {
  private final PostgresErrors errors = new PostgresErrors("postgres://here:1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          28P01 | PERMISSION_DENIED NONE
          28000 | PERMISSION_DENIED NONE
          42501 | PERMISSION_DENIED NONE
          25006 | UNAVAILABLE NONE
          40001 | ABORTED NONE
          40P01 | ABORTED NONE
          40003 | UNAVAILABLE UNKNOWN
          57014 | TIMED_OUT NONE
          55P03 | UNAVAILABLE NONE
          53100 | UNAVAILABLE NONE
          53200 | UNAVAILABLE NONE
          53300 | UNAVAILABLE NONE
          54000 | TOO_LARGE NONE
          22021 | INVALID_ARGUMENT NONE
          3D000 | INVALID_ARGUMENT NONE
          23505 | CONFLICT NONE
          42P01 | UNSUPPORTED NONE
          0A000 | UNSUPPORTED NONE
          XX001 | CORRUPT NONE
          XX000 | UNKNOWN NONE
          08001 | UNAVAILABLE NONE
          08003 | UNAVAILABLE NONE
          08006 | UNAVAILABLE UNKNOWN
          57P01 | UNAVAILABLE UNKNOWN
          57P02 | UNAVAILABLE UNKNOWN
          58030 | UNAVAILABLE UNKNOWN
          """)
  void theStateSaysWhatIsWrong(String state, String expected) {
    assertThat(calling(new SQLException("reason", state))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, 53100, UNAVAILABLE NONE",
    "FATAL, 53100, UNAVAILABLE UNKNOWN",
    "PANIC, 53100, UNAVAILABLE UNKNOWN",
    "PANIC, XX000, UNAVAILABLE UNKNOWN",
    "ERROR, XX000, UNKNOWN NONE",
    "ПАНИКА, 53100, UNAVAILABLE UNKNOWN",
    "ОШИБКА, 23505, CONFLICT NONE",
  })
  void aSessionThatEndsWithAnAnswerLeavesTheEffectOpen(
      String severity, String state, String expected) {
    String answer = "S%s\0C%s\0Mreason\0\0".formatted(severity, state);
    assertThat(calling(new PSQLException(new ServerErrorMessage(answer)))).isEqualTo(expected);
  }

  @Test
  void aStandbyIsTheWrongServer() {
    assertThat(PostgresErrors.wrongServer(new SQLException("read-only", "25006"))).isTrue();
    assertThat(PostgresErrors.wrongServer(new SQLException("lost", "08006"))).isFalse();
  }

  @Test
  void connectingHasNoEffect() {
    SQLException refused =
        new SQLException("Connection refused", "08001", new ConnectException("refused"));
    BackendException failure = errors.of(refused, Effect.NONE);
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(failure).hasMessage("cannot connect to postgres://here:1: Connection refused");
    assertThat(connecting(new SQLException("too many clients", "53300")))
        .isEqualTo("UNAVAILABLE NONE");
    assertThat(connecting(new SQLException("starting up", "57P03"))).isEqualTo("UNAVAILABLE NONE");
    assertThat(connecting(new SQLException("password", "28P01")))
        .isEqualTo("PERMISSION_DENIED NONE");
    assertThat(connecting(new SQLException("late", "08001", new SocketTimeoutException())))
        .isEqualTo("TIMED_OUT NONE");
  }

  @Test
  void onlyTheFirstLineIsTold() {
    SQLException failure = new SQLException("ERROR: no\n  Position: 8", "42501");
    assertThat(errors.of(failure, UNKNOWN)).hasMessage("ERROR: no");
  }

  private String calling(Throwable failure) {
    return Failures.kindAndEffect(errors.of(failure, UNKNOWN));
  }

  private String connecting(Throwable failure) {
    return Failures.kindAndEffect(errors.of(failure, Effect.NONE));
  }
}
