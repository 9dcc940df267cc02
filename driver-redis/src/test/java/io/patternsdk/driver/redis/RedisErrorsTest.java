package io.patternsdk.driver.redis;

import static io.patternsdk.core.Effect.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.testkit.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorsTest {
  private final RedisErrors errors = new RedisErrors("redis://here:1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOAUTH Authentication required.                             | PERMISSION_DENIED NONE
          WRONGPASS invalid username-password pair                    | PERMISSION_DENIED NONE
          NOPERM this user has no permissions to run the 'get' command| PERMISSION_DENIED NONE
          OOM command not allowed when used memory > 'maxmemory'.     | UNAVAILABLE NONE
          OOM command not allowed. script: f00, on @user_script:1.    | UNAVAILABLE NONE
          READONLY You can't write against a read only replica.       | UNAVAILABLE NONE
          LOADING Redis is loading the dataset in memory              | UNAVAILABLE NONE
          BUSY Redis is busy running a script.                        | UNAVAILABLE NONE
          MISCONF Redis is configured to save RDB snapshots           | UNAVAILABLE NONE
          ERR max number of clients reached                           | UNAVAILABLE NONE
          MOVED 3999 127.0.0.1:6381                                   | UNAVAILABLE NONE
          ERR unknown command 'XAUTOCLAIM'                            | UNSUPPORTED NONE
          WRONGTYPE Operation against a key holding the wrong kind    | CORRUPT NONE
          ERR invalid expire time in 'set' command                    | INVALID_ARGUMENT NONE
          ERR DB index is out of range                                | INVALID_ARGUMENT NONE
          ERR string exceeds maximum allowed size (512MB)             | TOO_LARGE NONE
          NOPERM no permission. script: f00, on @user_script:9.       | PERMISSION_DENIED UNKNOWN
          ERR something else                                          | UNKNOWN NONE
          """)
  void anAnswerSaysWhatIsWrong(String answer, String expected) {
    assertThat(calling(new RedisCommandExecutionException(answer))).isEqualTo(expected);
  }

  @Test
  void aReplicaIsTheWrongServer() {
    for (String answer :
        List.of(
            "READONLY You can't write against a read only replica.",
            "ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write")) {
      BackendException failure = errors.of(new RedisCommandExecutionException(answer), UNKNOWN);
      assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
      assertThat(RedisErrors.wrongServer(failure)).isTrue();
    }
    assertThat(RedisErrors.wrongServer(errors.of(new IOException("READONLY"), UNKNOWN))).isFalse();
  }

  @Test
  void whatWasNotSentHasNoEffect() {
    assertThat(calling(new RedisException("Currently not connected. Commands are rejected.")))
        .isEqualTo("UNAVAILABLE NONE");
    assertThat(calling(new RedisException("Request queue size exceeded: 9")))
        .isEqualTo("UNAVAILABLE NONE");
  }

  @Test
  void whatWasSentMayHaveAnEffect() {
    assertThat(calling(new RedisException("Connection disconnected")))
        .isEqualTo("UNAVAILABLE UNKNOWN");
    assertThat(calling(new IOException("Connection reset by peer")))
        .isEqualTo("UNAVAILABLE UNKNOWN");
    assertThat(calling(new RedisCommandTimeoutException())).isEqualTo("TIMED_OUT UNKNOWN");
    assertThat(calling(new CancellationException())).isEqualTo("CLOSED UNKNOWN");
    assertThat(calling(new IllegalStateException("?"))).isEqualTo("UNKNOWN UNKNOWN");
  }

  @Test
  void connectingHasNoEffect() {
    RedisConnectionException refused =
        new RedisConnectionException(
            "Unable to connect", new ConnectException("Connection refused"));
    BackendException failure = errors.of(refused, Effect.NONE);
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(failure).hasMessage("cannot connect to redis://here:1: Connection refused");
  }

  private String calling(Throwable failure) {
    return Failures.kindAndEffect(errors.of(failure, UNKNOWN));
  }
}
