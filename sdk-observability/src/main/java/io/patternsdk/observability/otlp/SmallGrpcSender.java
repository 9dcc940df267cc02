package io.patternsdk.observability.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call after the other, on the thread of the exporter, over a connection that is kept
 * until it breaks. A call that a kept connection could not take is made once more on a new one.
 */
final class SmallGrpcSender implements GrpcSender {
  private final GrpcSenderConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Http2Connection kept;

  SmallGrpcSender(GrpcSenderConfig config) {
    this.config = config;
  }

  @Override
  public void send(
      MessageWriter writer, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    GrpcReply reply;
    lock.lock();
    try {
      reply = call(message(writer));
    } catch (IOException e) {
      onError.accept(e);
      return;
    } finally {
      lock.unlock();
    }
    if (reply.status() == GrpcStatusCode.OK) {
      onResponse.accept(reply);
    } else {
      // As a response it would lose its words on the way to whoever asks why nothing was sent.
      onError.accept(new IOException(reply.toString()));
    }
  }

  private GrpcReply call(byte[] message) throws IOException {
    Http2Connection known = kept;
    if (known != null) {
      try {
        return known.call(message);
      } catch (IOException e) {
        forget(known);
      }
    }
    Http2Connection fresh = Http2Connection.open(config);
    try {
      GrpcReply reply = fresh.call(message);
      kept = fresh;
      return reply;
    } catch (IOException e) {
      forget(fresh);
      throw e;
    }
  }

  private void forget(Http2Connection connection) {
    kept = null;
    connection.close();
  }

  /** The message as gRPC frames it: not compressed, its length, itself. */
  private static byte[] message(MessageWriter writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(writer.getContentLength() + 5);
    out.write(0);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(writer.getContentLength() >>> shift);
    }
    writer.writeMessage(out);
    return out.toByteArray();
  }

  @Override
  public CompletableResultCode shutdown() {
    lock.lock();
    try {
      if (kept != null) {
        forget(kept);
      }
    } finally {
      lock.unlock();
    }
    return CompletableResultCode.ofSuccess();
  }
}
