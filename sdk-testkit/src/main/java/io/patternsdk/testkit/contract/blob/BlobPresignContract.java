package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.blob.BlobPresign.MAX_VALIDITY;
import static io.patternsdk.core.blob.Blobs.MAX_KEY_BYTES;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_PRESIGN;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobPresign;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.blob.PresignedRequest;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link BlobPresign} promises: the requests are sent as by somebody who has nothing else. */
final class BlobPresignContract {
  private static final byte[] VALUE = Values.of("value");
  private static final byte[] OTHER = Values.of("another value");
  private static final Duration VALIDITY = Duration.ofMinutes(5);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_FOUND = 404;

  private final Subject subject;
  private final Blobs blobs;
  private final BlobPresign presign;

  BlobPresignContract(Subject subject) {
    this.subject = subject;
    this.blobs = subject.require(BLOB_BASIC);
    this.presign = subject.require(BLOB_PRESIGN);
  }

  @Case
  void whoHasTheRequestReads() {
    blobs.put("key", VALUE);
    PresignedRequest get = presign.presignGet("key", VALIDITY);
    assertThat(get.method()).isEqualTo("GET");
    try (Stranger stranger = new Stranger()) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<byte[]> answer = stranger.send(get);
        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(answer.body()).isEqualTo(VALUE);
      }
      HttpRequest part = Stranger.request(get).GET().header("Range", "bytes=1-2").build();
      HttpResponse<byte[]> answer = stranger.send(part);
      assertThat(answer.statusCode()).isEqualTo(PARTIAL);
      assertThat(answer.body()).containsExactly(VALUE[1], VALUE[2]);
    }
  }

  @Case
  void whatIsSentIsStored() {
    blobs.put("key", OTHER);
    BlobOptions options =
        BlobOptions.none().withContentType("text/plain").with("from", "a stranger, \u00e9");
    PresignedRequest put = presign.presignPut("key", options, VALIDITY);
    try (Stranger stranger = new Stranger()) {
      assertThat(stranger.send(put, VALUE).statusCode()).isBetween(200, 204);
    }
    try (BlobReader reader = blobs.get("key").orElseThrow()) {
      byte[] read = new byte[VALUE.length + 1];
      assertThat(reader.read(read, 0, read.length)).isEqualTo(VALUE.length);
      assertThat(read).startsWith(VALUE);
      assertThat(reader.info().options()).isEqualTo(options);
    }
  }

  @Case
  void theAbsentIsNotFound() {
    try (Stranger stranger = new Stranger()) {
      assertThat(stranger.send(presign.presignGet("absent", VALIDITY)).statusCode())
          .isEqualTo(NOT_FOUND);
    }
  }

  @Case
  void itIsGoodForItsMethodAlone() {
    blobs.put("key", VALUE);
    PresignedRequest get = presign.presignGet("key", VALIDITY);
    try (Stranger stranger = new Stranger()) {
      refused(stranger.send(new PresignedRequest("PUT", get.uri(), get.headers()), OTHER));
      refused(stranger.send(new PresignedRequest("DELETE", get.uri(), get.headers())));
      assertThat(stranger.send(get).body()).isEqualTo(VALUE);
    }
  }

  @Case
  void itIsGoodForItsKeyAlone() {
    blobs.put("key", VALUE);
    blobs.put("other", OTHER);
    URI signed = presign.presignGet("key", VALIDITY).uri();
    URI other = presign.presignGet("other", VALIDITY).uri();
    URI mixed =
        URI.create(
            other.getScheme()
                + "://"
                + other.getRawAuthority()
                + other.getRawPath()
                + "?"
                + signed.getRawQuery());
    assertThat(mixed).isNotEqualTo(other);
    try (Stranger stranger = new Stranger()) {
      refused(stranger.send(new PresignedRequest("GET", mixed, Map.of())));
    }
  }

  @Case
  void itEndsWithItsValidity() {
    blobs.put("key", VALUE);
    PresignedRequest get = presign.presignGet("key", Duration.ofMillis(1));
    try (Stranger stranger = new Stranger()) {
      subject.eventually().check(() -> refused(stranger.send(get)));
    }
  }

  @Case
  void oddKeysAreReadAndStored() {
    int most = subject.traits(BLOB_BASIC).get(MAX_KEY_BYTES) - subject.namespace().length() - 1;
    Map<String, String> wrong = new TreeMap<>();
    try (Stranger stranger = new Stranger()) {
      for (String key : OddNames.ALL) {
        byte[] value = OddNames.bytes(key);
        if (value.length <= most) {
          PresignedRequest put = presign.presignPut(key, BlobOptions.none(), VALIDITY);
          int stored = stranger.send(put, value).statusCode();
          HttpResponse<byte[]> read = stranger.send(presign.presignGet(key, VALIDITY));
          if (!Arrays.equals(read.body(), value) || blobs.head(key).isEmpty()) {
            wrong.put(key, stored + ", " + read.statusCode());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Case
  void aValidityThatCannotBeIsRefused() {
    Duration most = subject.traits(BLOB_PRESIGN).get(MAX_VALIDITY);
    for (Duration validity :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), most.plus(Duration.ofSeconds(1)))) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> presign.presignGet("key", validity));
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT,
          () -> presign.presignPut("key", BlobOptions.none(), validity));
    }
    assertThat(presign.presignGet("key", most).uri().isAbsolute()).isTrue();
  }

  @Case
  void itIsPrintedWithoutWhatSignsIt() {
    PresignedRequest get = presign.presignGet("key", VALIDITY);
    assertThat(get.toString()).startsWith("GET ").doesNotContain(get.uri().getRawQuery());
  }

  @Case
  void whatIsClosedSignsNothing() {
    Backend backend = subject.fresh();
    BlobPresign closed = backend.require(BLOB_PRESIGN);
    backend.close();
    Expect.refusal(ErrorKind.CLOSED, () -> closed.presignGet("key", VALIDITY));
  }

  private static void refused(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(answer.body()).isNotEqualTo(VALUE).isNotEqualTo(OTHER);
  }
}
