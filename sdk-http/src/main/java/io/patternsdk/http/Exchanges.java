package io.patternsdk.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.observability.RequestTracing;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Takes each request of one socket through authentication to its route, and answers it. */
final class Exchanges implements Handler {
  private static final Logger LOG = System.getLogger(Exchanges.class.getName());

  private final Door door;
  private final RequestTracing tracing;
  private final HttpConfig limits;
  private final FailureLog failures;
  private final Clock clock;
  private final ByteBudget budget;

  Exchanges(Door door, RunningPattern<?> running) {
    this.door = door;
    this.tracing = running.tracing();
    this.limits = running.config().http();
    this.clock = running.clock();
    this.budget = running.budget();
    this.failures = new FailureLog(clock);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws Exception {
    String method = request.prologue().method().text();
    Reply reply = new Reply(request, response, door.traffic());
    try {
      checkHead(request);
      RouteTable.Match match =
          door.table().find(method.equals("HEAD") ? "GET" : method, request.path().rawPath());
      if (match.route().work() && !door.traffic().requests().enter()) {
        throw Problems.unavailable("stopping", "the server is stopping")
            .header("Retry-After", "1")
            .header("Connection", "close");
      }
      try {
        exchange(method, match, request, reply);
      } finally {
        if (match.route().work()) {
          door.traffic().requests().leave();
        }
      }
    } catch (HttpProblem problem) {
      reply.send(problem.toResponse());
    } finally {
      reply.finish();
    }
  }

  /** The web server's own limit is larger, because it calls a head over it merely malformed. */
  private void checkHead(ServerRequest request) {
    int size = request.path().rawPath().length() + request.query().rawValue().length();
    for (Header header : request.headers()) {
      for (String value : header.allValues()) {
        size += header.name().length() + value.length() + 4;
      }
    }
    if (size > limits.maxHeaders()) {
      throw HttpProblem.of(
          431,
          "Request Header Fields Too Large",
          "the head has "
              + size
              + " bytes; at most "
              + limits.maxHeaders()
              + " fit (http.max_headers)");
    }
  }

  private void exchange(String method, RouteTable.Match match, ServerRequest request, Reply reply)
      throws Exception {
    var span =
        tracing.begin(
            method,
            match.route().template(),
            name -> request.headers().first(HeaderNames.create(name)).orElse(null));
    try (span) {
      Response answer = answer(match, asked(request, match));
      EventSource source = answer.events();
      span.status(
          source == null || method.equals("HEAD")
              ? reply.send(answer)
              : stream(match, source, answer, reply));
    }
  }

  private Request asked(ServerRequest request, RouteTable.Match match) {
    return new Request(
        request,
        match.variables(),
        limits.maxBody(),
        failure -> failures.note(match.route(), failure));
  }

  private Response answer(RouteTable.Match match, Request request) {
    try {
      door.authenticator().authenticate(request);
      return Deadline.after(limits.requestTimeout(), clock)
          .run(() -> match.route().handler().handle(request));
    } catch (CloseConnectionException e) {
      throw e; // nobody is there to be answered
    } catch (Exception e) {
      return problem(match, e);
    }
  }

  private Response problem(RouteTable.Match match, Exception e) {
    if (door.errors().unexpected(e)) {
      LOG.log(Level.ERROR, "cannot answer " + match.route(), e);
    } else if (e instanceof OperationException failure) {
      failures.note(match.route(), failure);
    }
    return door.errors().problem(e).toResponse();
  }

  /** Streams events; what fails before the first of them is answered as from any route. */
  private int stream(RouteTable.Match match, EventSource source, Response answer, Reply reply) {
    EventStream stream = new EventStream(() -> reply.stream(answer), budget);
    door.traffic().add(stream);
    try {
      source.run(stream);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!stream.begun()) {
        return reply.send(problem(match, e));
      }
      LOG.log(Level.WARNING, "a stream of events ended early", e);
    } finally {
      end(stream);
      door.traffic().remove(stream);
    }
    return stream.begun() ? answer.status() : reply.send(Response.noContent());
  }

  private static void end(EventStream stream) {
    try {
      stream.end();
    } catch (IOException | RuntimeException gone) {
      LOG.log(Level.DEBUG, "the client of a stream had gone", gone);
    }
  }
}
