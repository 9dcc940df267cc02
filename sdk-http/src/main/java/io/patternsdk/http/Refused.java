package io.patternsdk.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Tells a client that the web server refused its request before any route saw it. */
final class Refused implements Request.Handler {
  private final int maxHeaders;

  Refused(int maxHeaders) {
    this.maxHeaders = maxHeaders;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    boolean known = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException;
    HttpProblem problem =
        known || response.getStatus() < 500
            ? problem(response.getStatus())
            : Problems.of(new IllegalStateException());
    response.setStatus(problem.status());
    io.patternsdk.http.Response answer = problem.toResponse();
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }

  private HttpProblem problem(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, HttpStatus.URI_TOO_LONG_414 ->
          HttpProblem.of(
              431,
              "Request Header Fields Too Large",
              "the head has more than " + maxHeaders + " bytes (http.max_headers)");
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          HttpProblem.of(status, HttpStatus.getMessage(status), "HTTP/1.1 and 1.0 are spoken here");
      case HttpStatus.BAD_REQUEST_400 -> HttpProblem.badRequest("the request is malformed");
      default -> HttpProblem.of(status, HttpStatus.getMessage(status), "the request is refused");
    };
  }
}
