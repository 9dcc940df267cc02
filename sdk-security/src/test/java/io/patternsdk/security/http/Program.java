package io.patternsdk.security.http;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.http.Auditor;
import io.patternsdk.http.EventStream;
import io.patternsdk.http.HttpFront;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Response;
import io.patternsdk.http.Routes;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.yaml.YamlFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A program whose routes say who called, and a client of it. */
final class Program implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<String> where = new AtomicReference<>("");
  private final RunningPattern<Nothing> running;

  Program(String auth) throws InterruptedException {
    this("auth:\n" + auth.indent(2), HttpFront.routes(pattern -> routes()));
  }

  /** Starts one with a section {@code http}, but for its port. */
  static Program serving(String http) throws InterruptedException {
    return new Program(http, HttpFront.routes(pattern -> routes()));
  }

  /** Starts one whose requests are recorded so. */
  static Program recorded(Auditor auditor) throws InterruptedException {
    HttpFront<Nothing> front = HttpFront.routes(pattern -> routes());
    return new Program("", front.auditor(auditor));
  }

  private Program(String http, HttpFront<Nothing> front) throws InterruptedException {
    Problems problems = new Problems();
    String yaml =
        """
        pattern: {name: nothing}
        observability: {metrics: {enabled: false}}
        http:
          port: 0
        """
            + http.indent(2);
    Settings root =
        Settings.of(YamlFile.parse(yaml, "test.yaml", problems), Placeholders.none(), problems);
    RunnerConfig config = RunnerConfig.from(root, Set.of("nothing"));
    problems.throwIfAny();
    running =
        Runner.of(new NothingProvider())
            .drivers(DriverRegistry.load())
            .service(new Told(front, where))
            .start(config);
  }

  private static Routes routes() {
    return Routes.builder()
        .get("/things/{id}", request -> Response.text(200, request.caller().toString()))
        .post("/things/{id}", request -> Response.text(201, request.caller().subject()))
        .post("/keys/{key}", request -> Response.text(200, request.path("key")))
        .get("/streams/{id}", request -> Response.events(stream -> stream.send("once", "x")))
        .get("/streams", request -> Response.events(Program::fail))
        .secrets("key")
        .get("/others", request -> Response.text(200, "others"))
        .build();
  }

  private static void fail(EventStream stream) {
    throw HttpProblem.notFound("there is no such stream");
  }

  HttpResponse<String> send(String method, String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(where + path)).method(method, BodyPublishers.noBody());
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.close();
    running.stop();
  }

  private record NothingProvider() implements PatternProvider<Nothing> {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public List<Slot> slots() {
      return List.of();
    }

    @Override
    public Nothing create(PatternContext context) {
      return new Nothing();
    }
  }

  private static final class Nothing implements Pattern {
    @Override
    public void start() {
      // nothing is to be begun
    }

    @Override
    public void shutdown(Deadline deadline) {
      // nothing is under way
    }

    @Override
    public Health health(Deadline deadline) {
      return Health.up();
    }

    @Override
    public Unfinished unfinished() {
      return Unfinished.NOTHING;
    }
  }

  /** Remembers where a front can be reached. */
  private record Told(RunnerService<Nothing> front, AtomicReference<String> where)
      implements RunnerService<Nothing> {
    @Override
    public String name() {
      return front.name();
    }

    @Override
    public String start(RunningPattern<Nothing> pattern) {
      where.set(front.start(pattern));
      return where.get();
    }

    @Override
    public void stopIntake() {
      front.stopIntake();
    }

    @Override
    public void drain(Deadline deadline) {
      front.drain(deadline);
    }

    @Override
    public void close() {
      front.close();
    }
  }
}
