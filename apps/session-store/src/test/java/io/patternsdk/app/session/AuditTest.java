package io.patternsdk.app.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has an id has the session: who reads the audit log has none. */
class AuditTest {
  private static final String AUDITED =
      "http: {port: 0, audit: {directory: '%s', events: [read, write]}}\n";

  @Test
  void ofTheIdOfASessionThereIsADigest(@TempDir Path directory) throws Exception {
    String id;
    try (Served served = Served.with(AUDITED.formatted(directory))) {
      id = served.create("{}").string("id");
      served.calls.get("/v1/sessions/" + id).ok();
      served.calls.put("/v1/sessions/" + id + "/attributes/a", "{\"value\":1}");
      served.calls.delete("/v1/sessions/" + id).ok();
    }
    String lines = Files.readString(directory.resolve("audit-00000001.jsonl"));
    String shown = "/v1/sessions/sha256:" + digest(id);
    assertThat(lines)
        .contains("\"on\":\"" + shown + "\"", "\"on\":\"" + shown + "/attributes/a\"")
        .contains("\"action\":\"DELETE /v1/sessions/{id}\"")
        .doesNotContain(id);
    assertThat(lines.lines()).hasSize(6);
  }

  private static String digest(String id) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash, 0, 8);
  }
}
