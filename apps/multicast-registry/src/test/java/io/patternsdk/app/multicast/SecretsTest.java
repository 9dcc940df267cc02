package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.patternsdk.app.testing.Answer;
import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import io.patternsdk.testkit.server.ReservedPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Passwords of real servers, looked for in all that a program says while it uses them. */
class SecretsTest {
  private static final String PASSWORD = "canary/wholly@un:guessed";
  private static final String ENCODED = "canary%2Fwholly%40un%3Aguessed";

  private static final String MULTICAST = "{\"filter\": {}, \"payload\": \"x\"}";
  private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`) \\|");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Logger root = Logger.getLogger("");
  private final List<Handler> handlersBefore = List.of(root.getHandlers());
  private final java.util.logging.Level levelBefore = root.getLevel();

  @TempDir private Path directory;

  @AfterEach
  void restoreLog() {
    List.of(root.getHandlers()).forEach(root::removeHandler);
    handlersBefore.forEach(root::addHandler);
    root.setLevel(levelBefore);
  }

  /** Says everything that there is to say about a start. */
  private int start(String redis, String nats) throws IOException {
    return run(
        "--test-startup",
        """
        pattern: {name: multicast-registry, lifecycle: {startup_timeout: 0s}}
        backends:
          registry: {driver: redis, config: {max_retries: 0, %s}}
          messaging: {driver: nats, config: {%s}}
        observability: {metrics: {enabled: false}, logging: {level: trace}}
        """
            .formatted(redis, nats));
  }

  private int run(String mode, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("registry.yaml"), yaml);
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    return runner().out(stream).err(stream).run(mode, "--config", file.toString());
  }

  private static Runner<MulticastRegistry> runner() {
    return Runner.of(new MulticastRegistryProvider())
        .environment(Map.of("PASSWORD", PASSWORD, "ENCODED", ENCODED)::get);
  }

  private void assertNothingShown() {
    assertNothingShown(said.toString(StandardCharsets.UTF_8));
  }

  private static void assertNothingShown(String text) {
    assertThat(text).doesNotContain(PASSWORD).doesNotContain(ENCODED).doesNotContain("guessed");
  }

  @Test
  void passwordsThatAreUsedAreShownAtNoLevel() throws IOException {
    try (RedisServer redis = RedisServer.start(RedisProfile.plain().password(PASSWORD));
        NatsServer nats = NatsServer.start(NatsProfile.plain().user("u", PASSWORD))) {
      String redisAt = "127.0.0.1:" + redis.port();
      String natsAt = "127.0.0.1:" + nats.port();
      assertThat(
              start(
                  "addresses: ['redis://%s'], password: '${PASSWORD}'".formatted(redisAt),
                  "url: 'nats://%s', username: u, password: '${PASSWORD}'".formatted(natsAt)))
          .as(said.toString(StandardCharsets.UTF_8))
          .isZero();
      assertThat(
              start(
                  "addresses: ['redis://:${ENCODED}@%s']".formatted(redisAt),
                  "url: 'nats://u:%s@%s'".formatted(ENCODED, natsAt)))
          .as(said.toString(StandardCharsets.UTF_8))
          .isZero();
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("slot registry is up");
      assertNothingShown();
    }
  }

  @Test
  void norArePasswordsThatAreRefused() throws IOException {
    try (RedisServer redis = RedisServer.start(RedisProfile.plain().password("another"));
        NatsServer nats = NatsServer.start(NatsProfile.plain().token("another"))) {
      String natsAt = "127.0.0.1:" + nats.port();
      int exit =
          start(
              "addresses: ['redis://127.0.0.1:%d'], password: '${PASSWORD}'"
                  .formatted(redis.port()),
              "url: 'nats://%s', token: '${PASSWORD}'".formatted(natsAt));
      assertThat(exit).isEqualTo(69);
      assertThat(start("addresses: []", "url: 'nats://%s@%s'".formatted(ENCODED, natsAt)))
          .isEqualTo(78);
      assertNothingShown();
    }
  }

  @Test
  void norThoseOfServersThatAreNotThere() throws IOException {
    try (ReservedPort port = ReservedPort.next()) {
      String at = "127.0.0.1:" + port.number();
      assertThat(
              start(
                  "addresses: ['redis://u:${ENCODED}@%s']".formatted(at),
                  "url: 'nats://u:${ENCODED}@%s'".formatted(at)))
          .isEqualTo(69);
      assertNothingShown();
    }
  }

  /** What stands in the first column of a table of the driver's page. */
  static Stream<Arguments> keysOfDrivers() throws IOException {
    List<Arguments> keys = new ArrayList<>();
    for (String driver : List.of("embedded", "redis", "nats", "postgres", "kafka")) {
      Path page = Path.of(System.getProperty("basedir"), "../../docs/drivers", driver + ".md");
      for (String line : Files.readAllLines(page)) {
        Matcher row = ROW.matcher(line);
        if (row.find()) {
          NAME.matcher(row.group(1))
              .results()
              .forEach(m -> keys.add(arguments(driver, m.group(1))));
        }
      }
    }
    assertThat(keys).hasSizeGreaterThan(20);
    return keys.stream();
  }

  @ParameterizedTest
  @MethodSource("keysOfDrivers")
  void norWhatIsWrittenIntoAnyKeyOfADriver(String driver, String key) throws IOException {
    for (String value :
        List.of(
            "'${PASSWORD}'",
            "'${ENCODED}'",
            "'x://u:${ENCODED}@somewhere:99999'",
            "['${PASSWORD}', 'x://${ENCODED}@here:1']",
            "{a: '${PASSWORD}', key: '${PASSWORD}'}")) {
      String yaml =
          """
          pattern: {name: multicast-registry}
          backends:
            registry: {driver: %s, config: {%s: %s}}
            messaging: {driver: embedded}
          """
              .formatted(driver, key, value);
      assertThat(run("validate", yaml)).as(yaml).isIn(0, 78);
      assertNothingShown();
    }
  }

  @Test
  void norAreTheyInMetricsSpansAndAnswers() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Spans spans = new Spans();
    StringBuilder answers = new StringBuilder();
    try (ReservedPort port = ReservedPort.next();
        RedisServer redis = RedisServer.start(RedisProfile.plain().password(PASSWORD));
        NatsServer nats = NatsServer.start(NatsProfile.plain().user("u", PASSWORD))) {
      RunningPattern<MulticastRegistry> running =
          runner()
              .meterRegistry(meters)
              .openTelemetry(spans.tracing())
              .service(HttpFront.routes(RegistryRoutes::of))
              .start(Served.config(yaml(port.number(), redis.port(), nats.port())));
      try (RegistryCalls calls = new RegistryCalls("http://127.0.0.1:" + port.number())) {
        answers.append(said(calls.post("/v1/identities", "{\"id\": \"a\"}")));
        redis.kill();
        nats.kill();
        answers.append(said(calls.post("/v1/identities", "{\"id\": \"b\"}")));
        answers.append(said(calls.post("/v1/multicasts", MULTICAST)));
        for (String path : List.of("/v1/identities", "/ready", "/health", "/openapi.json", "/no")) {
          answers.append(said(calls.get(path)));
        }
        meters.getMeters().forEach(meter -> answers.append(meter.getId()).append(meter.measure()));
      } finally {
        running.stop();
      }
    }
    assertThat(answers.toString()).contains("200 ", "503 ", "driver.operation");
    assertThat(spans.seen).asString().contains("registry.", "cannot connect");
    assertNothingShown(answers + spans.seen.toString());
  }

  private static String said(Answer answer) {
    return answer.status() + " " + answer.response().headers().map() + answer.response().body();
  }

  private static String yaml(int port, int redis, int nats) {
    return """
    http: {port: %d}
    observability: {metrics: {port: 0}}
    backends:
      registry:
        driver: redis
        operation_timeout: 1s
        config: {addresses: ['redis://:%s@127.0.0.1:%d']}
      messaging:
        driver: nats
        config: {url: 'nats://127.0.0.1:%d', username: u, password: '%s'}
    """
        .formatted(port, ENCODED, redis, nats, PASSWORD);
  }

  /** All that is said of spans, in words. */
  private static final class Spans implements SpanExporter {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    OpenTelemetrySdk tracing() {
      return OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(this))
                  .build())
          .build();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      spans.forEach(
          span ->
              seen.add(
                  span.getName()
                      + span.getAttributes()
                      + span.getStatus()
                      + span.getEvents().stream()
                          .map(event -> event.getName() + event.getAttributes())
                          .toList()));
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
