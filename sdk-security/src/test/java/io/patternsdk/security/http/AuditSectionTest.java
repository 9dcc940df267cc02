package io.patternsdk.security.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.security.Issuer;
import io.patternsdk.security.audit.AuditEntry;
import io.patternsdk.security.audit.AuditLogger;
import io.patternsdk.security.audit.AuditReport;
import io.patternsdk.security.audit.AuditSink;
import io.patternsdk.security.audit.AuditTrail;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration's {@code http.audit}, from the file to what is recorded. */
class AuditSectionTest {
  private static final String KEY = "planted-key-0123456789-0123456789";
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @TempDir Path directory;
  private final Issuer issuer = new Issuer();

  @AfterEach
  void stop() {
    issuer.close();
  }

  private String http(String audit) {
    return """
    auth:
      issuer: %s
      audience: [here]
      rules:
        readers: {roles: [viewer], allow: [read]}
        bob: {subjects: [bob], allow: [write]}
    audit: {directory: %s, key: %s%s}
    """
        .formatted(issuer.uri(), directory.resolve("audit"), KEY, audit);
  }

  private String bearer(String subject) {
    String later = "\"exp\":" + (Instant.now().getEpochSecond() + 600);
    String claims = issuer.claims().replaceFirst("\"exp\":\\d+", later);
    return "Bearer " + Issuer.sign(Issuer.KEY, claims.replace("alice", subject));
  }

  /** What each line says that somebody asked for. */
  private List<String> asked() throws IOException {
    List<String> asked = new ArrayList<>();
    for (String line : lines()) {
      JsonObject json = JsonObject.parse(line);
      if (json.string("event").equals("asked")) {
        asked.add(
            String.join(
                " ",
                json.string("who"),
                json.string("action"),
                json.string("on"),
                json.string("decision"),
                json.string("outcome")));
        assertThat(json.string("from")).isEqualTo("127.0.0.1");
      }
    }
    return asked;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(directory.resolve("audit/audit-00000001.jsonl"));
  }

  private void whole() throws IOException {
    AuditReport report = AuditTrail.in(directory.resolve("audit")).key(Secret.of(KEY)).verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.closed()).isTrue();
  }

  @Test
  void whatIsWrittenAndWhatIsRefusedIsRecorded() throws Exception {
    String bob = bearer("bob");
    try (Program program = Program.serving(http(""))) {
      program.send("GET", "/things/a", bearer("alice"));
      program.send("POST", "/things/a%2Fb%25", bob);
      program.send("POST", "/things/x", bearer("alice"));
      program.send("POST", "/things/x?password=planted", "");
      program.send("POST", "/keys/planted", bob);
      program.send("POST", "/absent", bob);
      issuer.status = 500;
      program.send("GET", "/others", bob.replace("Bearer ", "Bearer x"));
    }
    assertThat(asked())
        .containsExactly(
            "bob POST /things/{id} /things/a%2Fb%25 allowed 201",
            "alice POST /things/{id} /things/x forbidden 403",
            " POST /things/{id} /things/x unauthenticated 401",
            "bob POST /keys/{key} /keys/sha256:372eb3774802a8d9 allowed 200",
            " GET /others /others unauthenticated 401");
    assertThat(String.join("\n", lines())).doesNotContain("planted", bob.substring(7));
    whole();
  }

  @Test
  void readingIsRecordedWhereItSaysSo() throws Exception {
    try (Program program = Program.serving(http(", events: [read]"))) {
      String alice = bearer("alice");
      program.send("HEAD", "/things/a", alice);
      program.send("GET", "/health", alice);
      program.send("GET", "/streams/a", alice);
      program.send("GET", "/streams", alice);
      program.send("POST", "/things/a", alice);
      program.send("POST", "/things/a", bearer("bob"));
    }
    assertThat(asked())
        .containsExactly(
            "alice HEAD /things/{id} /things/a allowed 200",
            "alice GET /health /health allowed 200",
            "alice GET /streams/{id} /streams/a allowed 200",
            "alice GET /streams /streams allowed 404");
    whole();
  }

  @Test
  void nothingIsDoneThatCannotBeRecorded() throws Exception {
    Semaphore turns = new Semaphore(0);
    List<AuditEntry> kept = new ArrayList<>();
    AuditSink sink =
        new AuditSink() {
          @Override
          public int append(List<AuditEntry> entries) {
            turns.acquireUninterruptibly();
            kept.addAll(entries);
            return entries.size();
          }

          @Override
          public void close() {
            turns.release();
          }
        };
    AuditLogger logger = AuditLogger.to(sink).capacity(2).build();
    RequestAuditor auditor = new RequestAuditor(logger, sink, Set.of("write"));
    try (Program program = Program.recorded(auditor)) {
      assertThat(program.send("POST", "/things/1", "").statusCode()).isEqualTo(201);
      assertThat(program.send("POST", "/things/2", "").statusCode()).isEqualTo(201);
      HttpResponse<String> full = program.send("POST", "/things/3", "");
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(full.headers().firstValue("retry-after")).contains("1");
      assertThat(full.body()).contains("\"code\":\"audit_full\"");
      assertThat(program.send("GET", "/things/3", "").statusCode()).isEqualTo(200);
      turns.release(1_000);
      SOON.check(
          () -> assertThat(program.send("POST", "/things/4", "").statusCode()).isEqualTo(201));
    }
    assertThat(kept.toString()).contains("/things/1", "/things/2", "/things/4");
    assertThat(kept.toString()).doesNotContain("/things/3");
  }

  @Test
  void aDirectoryThatCannotBeUsedFailsTheStart() throws Exception {
    Files.writeString(directory.resolve("audit"), "a file");
    wrong(http(""), "http.audit.directory", "cannot be used", "FileAlreadyExistsException");
    Files.delete(directory.resolve("audit"));
    try (Program program = Program.serving(http(""))) {
      wrong(http(""), "http.audit.directory", "give each a directory of its own");
      assertThat(program.send("GET", "/others", bearer("alice")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsWrongInTheFileIsNamedWithWhatWouldBeRight() {
    wrong("audit: {key: " + KEY + "}", "http.audit.directory", "is missing");
    wrong("audit: {directory: /x, key: short}", "http.audit.key", "at least 32 characters");
    wrong("audit: {directory: /x, events: [all]}", "audit.events", "some of read, write");
    wrong("audit: {directory: /x, when_full: block}", "audit.when_full", "refuse");
  }

  private static void wrong(String section, String... parts) {
    assertThatThrownBy(() -> Program.serving(section).close())
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(parts);
  }
}
