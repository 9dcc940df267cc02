package io.patternsdk.http;

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
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;

/** Takes each request through authentication to its route, and answers it. */
final class Exchanges extends Handler.Abstract {
  private static final Logger LOG = System.getLogger(Exchanges.class.getName());

  private final Traffic traffic;
  private final RequestTracing tracing;
  private final HttpConfig http;
  private final Request.Limits limits;
  private final FailureLog failures;
  private final Clock clock;
  private final ByteBudget budget;

  Exchanges(RunningPattern<?> running, Traffic traffic) {
    this.traffic = traffic;
    this.tracing = running.tracing();
    this.http = running.config().http();
    this.limits = new Request.Limits(http.maxBody(), http.readTimeout(), traffic.patience());
    this.clock = running.clock();
    this.budget = running.budget();
    this.failures = new FailureLog(clock);
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    Client client = Client.of(request);
    client.asked();
    try {
      Reply reply = new Reply(request, response, traffic);
      ListeningSocket where = (ListeningSocket) request.getConnectionMetaData().getConnector();
      answer(where.door(), request, reply);
      reply.finish(http.readTimeout());
      client.answered();
      callback.succeeded();
    } catch (IOException | TimeoutException gone) { // nobody is there to be answered
      callback.failed(new org.eclipse.jetty.server.Request.Handler.AbortException(gone));
    }
    return true;
  }

  private void answer(Door door, org.eclipse.jetty.server.Request request, Reply reply)
      throws IOException, TimeoutException {
    String method = request.getMethod();
    try {
      RouteTable.Match match =
          door.table().find(method.equals("HEAD") ? "GET" : method, request.getHttpURI().getPath());
      if (!match.route().work()) {
        answer(door, match, request, reply);
      } else if (traffic.requests().enter()) {
        try {
          answer(door, match, request, reply);
        } finally {
          traffic.requests().leave();
        }
      } else {
        throw Problems.unavailable("stopping", "the server is stopping").header("Retry-After", "1");
      }
    } catch (HttpProblem problem) {
      reply.send(problem.toResponse());
    }
  }

  private void answer(
      Door door, RouteTable.Match match, org.eclipse.jetty.server.Request request, Reply reply)
      throws IOException, TimeoutException {
    String method = request.getMethod();
    var span =
        tracing.begin(method, match.route().template(), name -> request.getHeaders().get(name));
    try (span) {
      Request asked =
          new Request(
              request, match.variables(), limits, failure -> failures.note(match.route(), failure));
      span.status(answer(door, match, asked, asked(door, match, request, span.traceId()), reply));
    }
  }

  private static Auditor.Asked asked(
      Door door, RouteTable.Match match, org.eclipse.jetty.server.Request request, String trace) {
    String method = request.getMethod();
    String route = match.route().template();
    if (door.keeper().auditor() == Auditor.none()) { // nobody reads the rest
      return new Auditor.Asked(method, route, "", "", "");
    }
    return new Auditor.Asked(
        method,
        route,
        match.route().shown(match.path()),
        org.eclipse.jetty.server.Request.getRemoteAddr(request),
        trace);
  }

  private int answer(
      Door door, RouteTable.Match match, Request request, Auditor.Asked asked, Reply reply)
      throws IOException, TimeoutException {
    Auditor.Admitted admitted;
    try {
      admitted = door.keeper().admit(request, asked, match.path());
    } catch (RuntimeException refused) {
      return reply.send(problem(door, match, refused));
    }
    try (admitted) {
      Response answer = handle(door, match, request);
      EventSource source = answer.events();
      if (source != null && !asked.method().equals("HEAD")) {
        return stream(door, match, source, answer, reply, admitted);
      }
      return reply.send(noted(answer, admitted));
    }
  }

  /** Records an answer before anybody has it. */
  private static Response noted(Response answer, Auditor.Admitted admitted) {
    admitted.answered(answer.status());
    return answer;
  }

  private Response handle(Door door, RouteTable.Match match, Request request) {
    try {
      return Deadline.after(http.requestTimeout(), clock)
          .run(() -> match.route().handler().handle(request));
    } catch (Exception e) {
      return problem(door, match, e);
    }
  }

  private Response problem(Door door, RouteTable.Match match, Exception e) {
    if (door.errors().unexpected(e)) {
      LOG.log(Level.ERROR, "cannot answer " + match.route(), e);
    } else if (e instanceof OperationException failure) {
      failures.note(match.route(), failure);
    }
    return door.errors().problem(e).toResponse();
  }

  /** Streams events; what fails before the first of them is answered as from any route. */
  private int stream(
      Door door,
      RouteTable.Match match,
      EventSource source,
      Response answer,
      Reply reply,
      Auditor.Admitted admitted)
      throws IOException, TimeoutException {
    EventStream stream =
        new EventStream(reply, answer, budget, () -> admitted.answered(answer.status()));
    traffic.add(stream);
    try {
      source.run(stream);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!stream.begun()) {
        return reply.send(noted(problem(door, match, e), admitted));
      }
      LOG.log(Level.WARNING, "a stream of events ended early", e);
    } finally {
      stream.close();
      traffic.remove(stream);
    }
    if (stream.begun()) {
      stream.end();
      return answer.status();
    }
    return reply.send(noted(Response.noContent(), admitted));
  }
}
