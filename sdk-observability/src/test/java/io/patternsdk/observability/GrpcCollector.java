package io.patternsdk.observability;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector on the gRPC library that collectors use; keeps what it is sent as it is. */
final class GrpcCollector implements AutoCloseable {
  private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";

  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private volatile Status status = Status.OK;
  private final Server server;

  private GrpcCollector(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .maxInboundMessageSize(64 << 20)
            .addService(service())
            .build()
            .start();
  }

  /** Starts one on a free port. */
  public static GrpcCollector start() throws IOException {
    return new GrpcCollector(0);
  }

  /** Starts one on a port that was free. */
  public static GrpcCollector startAt(int port) throws IOException {
    return new GrpcCollector(port);
  }

  /** Answers calls with another status from now on. */
  public void answer(Status status) {
    this.status = status;
  }

  /** What was received, message by message. */
  public List<byte[]> received() {
    return received;
  }

  /** The port. */
  public int port() {
    return server.getPort();
  }

  private ServerServiceDefinition service() {
    MethodDescriptor<byte[], byte[]> export =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(SERVICE + "/Export")
            .build();
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(export, (call, headers) -> taking(call))
        .build();
  }

  private ServerCall.Listener<byte[]> taking(ServerCall<byte[], byte[]> call) {
    call.request(2);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] message) {
        received.add(message);
      }

      @Override
      public void onHalfClose() {
        if (status.isOk()) {
          call.sendHeaders(new Metadata());
          call.sendMessage(new byte[0]);
        }
        call.close(status, new Metadata());
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class Bytes implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
