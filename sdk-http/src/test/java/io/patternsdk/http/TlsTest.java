package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.server.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path directory;

  private static Map<String, Object> tls(TestCertificate certificate) {
    return Map.of(
        "certificate", certificate.certificate().toString(),
        "key", certificate.key().toString());
  }

  private final Routes routes =
      Routes.builder().get("/x", request -> Response.text(200, "x")).build();

  @Test
  void bothPortsSpeakTls() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    try (Served served = new Served(Map.of("tls", tls(certificate)), routes);
        HttpClient client = HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
      assertThat(served.base).startsWith("https://");
      for (String uri : new String[] {served.base + "/x", served.metrics}) {
        var request = HttpRequest.newBuilder(URI.create(uri)).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void whoSpeaksNoTlsOrNothingIsLeftAlone() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    Map<String, Object> http =
        Map.of("tls", tls(certificate), "idle_timeout", "200ms", "read_timeout", "200ms");
    try (Served served = new Served(http, routes)) {
      for (String begin : new String[] {"GET /x HTTP/1.1\r\nHost: x\r\n\r\n", "\u0016\u0003", ""}) {
        assertThat(RawClient.ask(served.base, begin)).doesNotContain("HTTP");
      }
    }
  }
}
