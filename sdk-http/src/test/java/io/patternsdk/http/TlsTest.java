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

  @Test
  void bothPortsSpeakTls() throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    Map<String, Object> tls =
        Map.of(
            "certificate", certificate.certificate().toString(),
            "key", certificate.key().toString());
    Routes routes = Routes.builder().get("/x", request -> Response.text(200, "x")).build();
    try (Served served = new Served(Map.of("tls", tls), routes);
        HttpClient client = HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
      assertThat(served.base).startsWith("https://");
      for (String uri : new String[] {served.base + "/x", served.metrics}) {
        var request = HttpRequest.newBuilder(URI.create(uri)).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }
    }
  }
}
