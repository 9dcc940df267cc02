package io.patternsdk.security.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.security.Issuer;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The configuration's {@code http.auth}, from the file to the answer. */
class AuthSectionTest {
  private final Issuer issuer = new Issuer();

  @AfterEach
  void stop() {
    issuer.close();
  }

  private String section(String more) {
    return "issuer: " + issuer.uri() + "\naudience: [here]\n" + more;
  }

  /** Of a viewer, with the scopes a and b. */
  private String bearer(String subject) {
    long later = Instant.now().getEpochSecond() + 600;
    return "Bearer "
        + Issuer.sign(
            Issuer.KEY,
            issuer
                .claims()
                .replace("alice", subject)
                .replaceFirst("\"exp\":\\d+", "\"exp\":" + later));
  }

  @Test
  void whoBearsATokenIsLetInAndKnown() throws Exception {
    try (Program program = new Program(section(""))) {
      HttpResponse<String> answer = program.send("GET", "/things/x", bearer("alice"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("subject=alice", "roles=[viewer]");
      assertThat(program.send("POST", "/things/x", bearer("bob")).body()).isEqualTo("bob");
      assertThat(program.send("GET", "/health", bearer("bob")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoHasNoneOrAWrongOneIsToldWhy() throws Exception {
    try (Program program = new Program(section(""))) {
      for (String none : new String[] {"", "Basic YTpi"}) {
        HttpResponse<String> answer = program.send("GET", "/things/x", none);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
      }
      String old = "Bearer " + Issuer.sign(Issuer.KEY, issuer.claims()); // of last year
      HttpResponse<String> answer = program.send("GET", "/health", old);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("the token's time is over").doesNotContain("alice");
      assertThat(answer.headers().firstValue("www-authenticate"))
          .contains("Bearer error=\"invalid_token\"");
    }
  }

  @Test
  void whileTheKeysCannotBeReadNobodyIsWrong() throws Exception {
    issuer.status = 500;
    try (Program program = new Program(section(""))) {
      HttpResponse<String> answer = program.send("GET", "/things/x", bearer("alice"));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).contains("1");
      assertThat(answer.body()).contains("no token can be checked").doesNotContain("127.0.0.1");
    }
  }

  @Test
  void rulesSayWhoMayDoWhat() throws Exception {
    String rules =
        """
        rules:
          viewers: {roles: [viewer], allow: [read], on: [/things/*]}
          bob: {subjects: [bob], allow: [write], on: [/things/**]}
          probes: {scopes: [none, a], allow: [read], on: [/health]}
        """;
    try (Program program = new Program(section(rules))) {
      assertThat(status(program, "GET", "/things/x", "alice")).isEqualTo(200);
      assertThat(status(program, "HEAD", "/things/x", "alice")).isEqualTo(200);
      assertThat(status(program, "GET", "/%74hings/x", "alice")).isEqualTo(200);
      assertThat(status(program, "POST", "/things/x", "alice")).isEqualTo(403);
      assertThat(status(program, "POST", "/things/x", "bob")).isEqualTo(201);
      assertThat(status(program, "GET", "/others", "bob")).isEqualTo(403);
      assertThat(status(program, "GET", "/things/..%2Fothers", "bob")).isEqualTo(200);
      assertThat(status(program, "GET", "/health", "alice")).isEqualTo(200);
      assertThat(status(program, "GET", "/ready", "alice")).isEqualTo(403);
      assertThat(program.send("POST", "/things/x", bearer("alice")).body())
          .contains("no rule of http.auth allows you to write this");
    }
  }

  private int status(Program program, String method, String path, String subject) {
    return program.send(method, path, bearer(subject)).statusCode();
  }

  @Test
  void whatIsWrongInTheFileIsNamedWithWhatWouldBeRight() {
    wrong("issuer: http://login.example.com\naudience: [a]", "http.auth.issuer", "with https");
    wrong("issuer: 'https:login'\naudience: [a]", "http.auth.issuer", "with https");
    wrong("issuer: https://x\naudience: []", "http.auth.audience", "at least one");
    wrong(section("algorithms: [HS256]"), "http.auth.algorithms", "some of RS256");
    wrong(section("rules: {a: {allow: [delete]}}"), "rules.a.allow", "of read and write");
    wrong(section("rules: {a: {allow: [read], on: [things]}}"), "rules.a.on", "/v1/things/**");
    wrong(section("rules: {a: {allow: [read], on: [/a/**/b]}}"), "rules.a.on", "/v1/things/**");
    wrong(section("rules: {a: {allow: [read], on: [/a*]}}"), "rules.a.on", "/v1/things/**");
    wrong(section("rules: {a: {allow: [read], roles: []}}"), "rules.a.roles", "at least one");
    wrong(section("keys: https://x/k\nkeys_file: /k"), "keys_file", "set one of the two");
  }

  private static void wrong(String section, String... parts) {
    assertThatThrownBy(() -> new Program(section).close())
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(parts);
  }
}
