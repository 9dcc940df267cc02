package io.patternsdk.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What a failed connection may have done before it failed. */
class S3ErrorsTest {
  private static BackendException told(Throwable failure) {
    SdkClientException wrapped = SdkClientException.create("cannot execute", failure);
    BackendException told = new S3Errors("s3").of(wrapped, Effect.UNKNOWN);
    assertThat(told.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    return told;
  }

  @Test
  void nothingIsSentBeforeTheHandshakeIsDone() {
    for (SSLException refused :
        new SSLException[] {
          new SSLHandshakeException("unknown CA"), new SSLPeerUnverifiedException("another host")
        }) {
      assertThat(told(refused).effect()).isEqualTo(Effect.NONE);
      assertThat(told(refused)).hasMessageStartingWith("no TLS with s3");
    }
  }

  @Test
  void afterwardsARequestMayHaveBeenSent() {
    SSLException cut = new SSLException("closed", new SocketException("reset"));
    for (SSLException broken : new SSLException[] {new SSLException("bad record"), cut}) {
      assertThat(told(broken).effect()).isEqualTo(Effect.UNKNOWN);
      assertThat(told(broken)).hasMessageStartingWith("connection lost");
    }
    SSLException unsent = new SSLException("closed", new SocketException("Broken pipe"));
    assertThat(told(unsent).effect()).isEqualTo(Effect.NONE);
  }
}
