package io.patternsdk.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.patternsdk.lifecycle.config.HttpConfig;
import io.patternsdk.observability.RequestTracing;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Takes each request of one socket through authentication to its route, and answers it. */
final class Exchanges implements Handler {
  private static final Logger LOG = System.getLogger(Exchanges.class.getName());

  private final RouteTable table;
  private final Routes routes;
  private final Authenticator authenticator;
  private final RequestTracing tracing;
  private final Traffic traffic;
  private final HttpConfig limits;

  Exchanges(
      RouteTable table,
      Routes routes,
      Authenticator authenticator,
      RequestTracing tracing,
      Traffic traffic,
      HttpConfig limits) {
    this.table = table;
    this.routes = routes;
    this.authenticator = authenticator;
    this.tracing = tracing;
    this.traffic = traffic;
    this.limits = limits;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws Exception {
    String method = request.prologue().method().text();
    Reply reply = new Reply(request, response);
    try {
      checkHead(request);
      RouteTable.Match match =
          table.find(method.equals("HEAD") ? "GET" : method, request.path().rawPath());
      if (match.route().work() && !traffic.enter()) {
        throw HttpProblem.of(503, "Service Unavailable", "the server is stopping")
            .header("Connection", "close");
      }
      try {
        exchange(method, match, request, reply);
      } finally {
        if (match.route().work()) {
          traffic.leave();
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
      size += header.name().length() + header.get().length() + 4;
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
      Response answer = answer(match, new Request(request, match.variables(), limits.maxBody()));
      EventSource source = answer.events();
      span.status(
          source == null || method.equals("HEAD")
              ? reply.send(answer)
              : stream(match, source, answer, reply));
    }
  }

  private Response answer(RouteTable.Match match, Request request) {
    try {
      authenticator.authenticate(request);
      return match.route().handler().handle(request);
    } catch (CloseConnectionException e) {
      throw e; // nobody is there to be answered
    } catch (Exception e) {
      return problem(match, e);
    }
  }

  private Response problem(RouteTable.Match match, Exception e) {
    if (routes.unexpected(e)) {
      LOG.log(Level.ERROR, "cannot answer " + match.route(), e);
    }
    return routes.problem(e).toResponse();
  }

  /** Streams events; what fails before the first of them is answered as from any route. */
  private int stream(RouteTable.Match match, EventSource source, Response answer, Reply reply) {
    EventStream stream = new EventStream(() -> reply.stream(answer));
    traffic.add(stream);
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
      traffic.remove(stream);
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
