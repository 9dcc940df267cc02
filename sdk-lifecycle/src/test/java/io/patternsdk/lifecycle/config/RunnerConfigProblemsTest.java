package io.patternsdk.lifecycle.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.server.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact words for every kind of mistake. */
class RunnerConfigProblemsTest {

  /** The problems of a pattern's section, whose first line is line 3. */
  private static String inPattern(String body) {
    return Texts.problems("pattern:\n  name: multicast-registry\n" + body.indent(2));
  }

  /** The problems of what stands beside the pattern, whose first line is line 2. */
  private static String beside(String body) {
    return Texts.problems("pattern: {name: multicast-registry}\n" + body);
  }

  @Test
  void aFileWithoutPattern() {
    assertThat(Texts.problems("backends: {}"))
        .isEqualTo(
            "c.yaml:1:1: pattern is missing; expected a section pattern: or multicast-registry:");
  }

  @Test
  void aPatternWithoutName() {
    assertThat(Texts.problems("pattern:\n  version: v1"))
        .isEqualTo("c.yaml:1:1: pattern.name is missing; expected text, not empty");
  }

  @Test
  void anUnknownPattern() {
    assertThat(Texts.problems("pattern:\n  name: multicast-registri"))
        .isEqualTo(
            "c.yaml:2:9: pattern.name is \"multicast-registri\", no pattern of this program;"
                + " did you mean multicast-registry?");
  }

  @Test
  void aMisspelledShortForm() {
    assertThat(Texts.problems("multicast_registri: {}"))
        .isEqualTo(
            """
            c.yaml:1:1: multicast_registri is unknown; known: backends, http, observability, pattern
            c.yaml:1:1: pattern is missing; did you mean multicast-registry: in place of \
            multicast_registri:?\
            """);
  }

  @Test
  void bothFormsAtOnce() {
    assertThat(beside("multicast_registry: {}"))
        .isEqualTo(
            "c.yaml:2:1: multicast_registry is unknown;"
                + " known: backends, http, observability, pattern");
  }

  @Test
  void anUnknownSettingAnywhere() {
    assertThat(inPattern("lifecyle: {}"))
        .isEqualTo("c.yaml:3:3: pattern.lifecyle is unknown; did you mean lifecycle?");
    assertThat(inPattern("slots: {registry: {concurrency: {workers: 5}}}"))
        .isEqualTo(
            "c.yaml:3:36: pattern.slots.registry.concurrency.workers is unknown;"
                + " known: bulkhead, call_timeout, circuit_breaker, rate_limit, retry,"
                + " time_limit");
    assertThat(beside("backends: {r: {driver: redis, adresses: x}}"))
        .startsWith("c.yaml:2:31: backends.r.adresses is unknown; known: config, driver");
  }

  @Test
  void wrongLifecycles() {
    assertThat(inPattern("lifecycle: {graceful_timeout: 30}"))
        .isEqualTo(
            "c.yaml:3:33: pattern.lifecycle.graceful_timeout is \"30\";"
                + " expected a duration such as 500ms, 30s or 1h30m, at most 1d");
    assertThat(inPattern("lifecycle: {graceful_timeout: 30s, shutdown_timeout: 20s}"))
        .isEqualTo(
            "c.yaml:3:56: pattern.lifecycle.shutdown_timeout is 20s,"
                + " shorter than drain_delay + graceful_timeout; expected at least 30s");
    assertThat(inPattern("lifecycle: {health_check_interval: 0s}"))
        .endsWith("is \"0s\"; expected a duration such as 500ms, 30s or 1h30m, from 10ms to 1d");
  }

  @Test
  void wrongConcurrency() {
    assertThat(inPattern("concurrency: {workers: ten}"))
        .isEqualTo(
            "c.yaml:3:26: pattern.concurrency.workers is \"ten\";"
                + " expected a whole number, from 1 to 10000");
    assertThat(inPattern("concurrency: {call_timeout: 1s, time_limit: 2s}"))
        .isEqualTo(
            "c.yaml:3:47: pattern.concurrency.time_limit is 2s, longer than call_timeout;"
                + " expected at most 1s");
    assertThat(inPattern("concurrency: {rate_limit: {burst: 5}}"))
        .isEqualTo(
            "c.yaml:3:17: pattern.concurrency.rate_limit.rate is missing;"
                + " expected a whole number, from 1 to 1000000");
    assertThat(inPattern("concurrency: {retry: {initial_delay: 5s}}"))
        .isEqualTo(
            "c.yaml:3:17: pattern.concurrency.retry.max_delay is 2s,"
                + " shorter than initial_delay; expected at least 5s");
  }

  @Test
  void wrongBreakers() {
    assertThat(inPattern("concurrency: {circuit_breaker: {window: 5, min_calls: 6}}"))
        .isEqualTo(
            "c.yaml:3:57: pattern.concurrency.circuit_breaker.min_calls is 6, more than window;"
                + " expected at most 5");
    assertThat(inPattern("concurrency: {circuit_breaker: {window: 5, window_time: 1s}}"))
        .isEqualTo(
            "c.yaml:3:59: pattern.concurrency.circuit_breaker.window_time is given beside window;"
                + " keep one of them");
    assertThat(inPattern("concurrency: {circuit_breaker: {max_reset_timeout: 1s}}"))
        .isEqualTo(
            "c.yaml:3:54: pattern.concurrency.circuit_breaker.max_reset_timeout is 1s,"
                + " shorter than reset_timeout; expected at least 30s");
    assertThat(inPattern("concurrency: {circuit_breaker: {failure_rate: 2}}"))
        .endsWith("is \"2\"; expected a ratio such as 0.5 or 50%, from 0.01 to 1");
  }

  @Test
  void aSlotWithABackendThatIsNotThere() {
    assertThat(
            Texts.problems(
                """
                pattern:
                  name: multicast-registry
                  slots:
                    a: {backend: shard}
                    b: {backends: [shared, x, y]}
                    c: {backends: []}
                    d: {backend: shared, backends: [shared]}
                backends:
                  shared: {driver: redis}
                """))
        .isEqualTo(
            """
            c.yaml:4:18: pattern.slots.a.backend names the backend shard, which is not in backends; \
            did you mean shared?
            c.yaml:5:28: pattern.slots.b.backends[1] names the backend x, which is not in backends; \
            known: shared
            c.yaml:5:31: pattern.slots.b.backends[2] names the backend y, which is not in backends; \
            known: shared
            c.yaml:6:19: pattern.slots.c.backends is not acceptable; expected a list of texts, at \
            least one
            c.yaml:7:36: pattern.slots.d.backends is given beside backend; keep one of them\
            """);
  }

  @Test
  void wrongBackends() {
    assertThat(beside("backends:\n  registry:\n    config: {}\n"))
        .isEqualTo(
            "c.yaml:3:3: backends.registry.driver is missing; expected text, the name of a driver");
    assertThat(beside("backends: {r: {driver: x, format: xml, namespace: 'a b', config: 5}}"))
        .isEqualTo(
            """
            c.yaml:2:35: backends.r.format is "xml"; expected one of envelope, raw
            c.yaml:2:51: backends.r.namespace is "a b"; expected text, at most 64 of a-z, A-Z, \
            0-9, - and _
            c.yaml:2:66: backends.r.config is not a section; expected a section of settings\
            """);
    assertThat(beside("backends: [redis]"))
        .isEqualTo("c.yaml:2:11: backends is not a section; expected a section of settings");
  }

  @Test
  void wrongObservability() {
    assertThat(
            beside(
                """
                observability:
                  metrics: {port: 99999, path: metrics}
                  tracing: {endpoint: "ftp://x", protocol: udp, sample_ratio: 2}
                  logging: {level: loud, format: xml}
                """))
        .isEqualTo(
            """
            c.yaml:3:19: observability.metrics.port is "99999"; expected a whole number, from 0 to \
            65535
            c.yaml:3:32: observability.metrics.path is "metrics"; expected text, beginning with /
            c.yaml:4:23: observability.tracing.endpoint is "ftp://x"; expected text, host:port or \
            an http or https URL
            c.yaml:4:44: observability.tracing.protocol is "udp"; expected one of grpc, http
            c.yaml:4:63: observability.tracing.sample_ratio is "2"; expected a ratio such as 0.5 \
            or 50%
            c.yaml:5:20: observability.logging.level is "loud"; expected one of trace, debug, \
            info, warn, error, off
            c.yaml:5:34: observability.logging.format is "xml"; expected one of text, json\
            """);
  }

  @Test
  void aBindThatOthersCanReach() {
    assertThat(beside("http: {host: 0.0.0.0}"))
        .isEqualTo(
            "c.yaml:2:14: http.host is 0.0.0.0, which others can reach; expected http.tls and"
                + " http.token or http.auth beside it, or http.insecure: true");
    assertThat(beside("observability: {metrics: {host: '::'}}"))
        .isEqualTo(
            "c.yaml:2:33: observability.metrics.host is ::, which others can reach;"
                + " expected http.tls and http.token or http.auth, which hold for it too,"
                + " or observability.metrics.insecure: true");
    assertThat(beside("http: {host: 10.0.0.1, insecure: true}")).isEmpty();
    assertThat(beside("http: {host: '::1'}\nobservability: {metrics: {host: localhost}}"))
        .isEmpty();
  }

  @Test
  void aBindWithCertificateAndTokenIsFine(@TempDir Path dir) {
    TestCertificate made = TestCertificate.create(dir);
    String tls = "tls: {certificate: %s, key: %s}".formatted(made.certificate(), made.key());
    assertThat(beside("http: {host: 0.0.0.0, token: s3cret, " + tls + "}")).isEmpty();
    assertThat(beside("http: {host: 0.0.0.0, token: '', " + tls + "}"))
        .startsWith("c.yaml:2:14: http.host is 0.0.0.0, which others can reach;")
        .endsWith("http.token is empty; leave it out where there is to be none");
  }

  @Test
  void halfOfTls() {
    assertThat(beside("http: {tls: {certificate: /no/such.pem}}"))
        .isEqualTo(
            """
            c.yaml:2:8: http.tls.key is missing; expected a path, of a PEM file of a private key, \
            PKCS #8, not encrypted
            c.yaml:2:27: http.tls.certificate is "/no/such.pem"; expected a path, of a PEM file of \
            certificates\
            """);
  }

  @Test
  void onePortForTwo() {
    assertThat(beside("observability: {metrics: {port: 8080}}"))
        .isEqualTo(
            "c.yaml:2:33: observability.metrics.port is that of http too; expected another port");
    assertThat(beside("http: {probes: {port: 8080}}"))
        .isEqualTo("c.yaml:2:23: http.probes.port is that of http too; expected another port");
    assertThat(beside("http: {probes: {port: 9090}}"))
        .isEqualTo(
            "c.yaml:2:23: http.probes.port is that of observability.metrics too;"
                + " expected another port");
    assertThat(beside("http: {probes: {host: 0.0.0.0, port: 0}}")).isEmpty();
  }

  @Test
  void anUnsetVariable() {
    assertThat(beside("http: {token: '${TOKEN}'}"))
        .isEqualTo(
            "c.yaml:2:15: http.token needs the environment variable TOKEN, which is not set;"
                + " set it or write ${TOKEN:default}");
  }

  @Test
  void aSettingGivenUnderTwoNames() {
    assertThat(inPattern("slots: {a: {prefers: [x], optional_interfaces: [y]}}"))
        .isEqualTo(
            "c.yaml:3:15: pattern.slots.a.prefers is another name of optional_interfaces,"
                + " given at c.yaml:3:29; keep one of them");
  }

  @Test
  void tenMistakesInOneFile() {
    assertThat(Texts.problems(Texts.resource("ten-problems.yaml")) + "\n")
        .isEqualTo(Texts.resource("ten-problems.txt"));
  }
}
