package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.testkit.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorsTest {

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
          MOVED 3999 127.0.0.1:6381                                   | UNSUPPORTED NONE
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
    assertThat(calling(new CompletionException(new IOException("Connection reset by peer"))))
        .isEqualTo("UNAVAILABLE UNKNOWN");
    assertThat(calling(new TimeoutException())).isEqualTo("TIMED_OUT UNKNOWN");
    assertThat(calling(new CancellationException())).isEqualTo("CLOSED UNKNOWN");
    assertThat(calling(new IllegalStateException("?"))).isEqualTo("UNKNOWN UNKNOWN");
  }

  @Test
  void connectingHasNoEffect() {
    RedisConnectionException refused =
        new RedisConnectionException(
            "Unable to connect", new ConnectException("Connection refused"));
    OperationException failure =
        RedisErrors.connecting("redis://here:1", new ExecutionException(refused));
    assertThat(Failures.kindAndEffect((BackendException) failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(failure).hasMessage("cannot connect to redis://here:1: Connection refused");
  }

  private static String calling(Throwable failure) {
    return Failures.kindAndEffect((BackendException) RedisErrors.calling(failure));
  }
}
