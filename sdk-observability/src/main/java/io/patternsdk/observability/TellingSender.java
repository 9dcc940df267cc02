package io.patternsdk.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Makes a failure of an answer that is a refusal: as an answer it would lose its words on the way
 * to whoever asks why nothing was sent.
 */
record TellingSender(GrpcSender sender) implements GrpcSender {

  @Override
  public void send(
      MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    sender.send(
        message,
        answer -> {
          if (answer.getStatusCode() == GrpcStatusCode.OK) {
            onResponse.accept(answer);
          } else {
            onError.accept(
                new IOException(
                    "the collector answered "
                        + answer.getStatusCode()
                        + ": "
                        + answer.getStatusDescription()));
          }
        },
        onError);
  }

  @Override
  public CompletableResultCode shutdown() {
    return sender.shutdown();
  }
}
