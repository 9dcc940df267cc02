package io.patternsdk.observability.otlp;

import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.util.Arrays;
import java.util.Map;

/** What a call was answered: headers and trailers together, and the message. */
record GrpcReply(GrpcStatusCode status, String description, byte[] message)
    implements GrpcResponse {

  static GrpcReply of(Map<String, String> headers, byte[] body) {
    String http = headers.getOrDefault(":status", "");
    String status = headers.getOrDefault("grpc-status", "");
    if (!http.equals("200") || !status.matches("\\d{1,2}")) {
      return new GrpcReply(
          GrpcStatusCode.UNAVAILABLE, "no gRPC server answers there, HTTP status " + http, body);
    }
    return new GrpcReply(
        GrpcStatusCode.fromValue(Integer.parseInt(status)),
        headers.getOrDefault("grpc-message", ""),
        body.length > 5 ? Arrays.copyOfRange(body, 5, body.length) : new byte[0]);
  }

  @Override
  public String toString() {
    return "the collector answered " + status + (description.isEmpty() ? "" : ": " + description);
  }

  @Override
  public GrpcStatusCode getStatusCode() {
    return status;
  }

  @Override
  public String getStatusDescription() {
    return description;
  }

  @Override
  public byte[] getResponseMessage() {
    return message;
  }
}
