package io.patternsdk.observability.otlp;

import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection with one call at a time. For one thread. After a failure it must be closed. */
final class Http2Connection implements AutoCloseable {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  // SETTINGS_HEADER_TABLE_SIZE and SETTINGS_ENABLE_PUSH, both 0
  private static final byte[] SETTINGS = {0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0};
  private static final int LARGEST_REPLY = 1 << 20;

  private final GrpcSenderConfig config;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final SendWindow window = new SendWindow();
  private int stream = -1;
  private boolean goingAway;

  private Http2Connection(GrpcSenderConfig config, Socket socket) throws IOException {
    this.config = config;
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 32_768));
  }

  static Http2Connection open(GrpcSenderConfig config) throws IOException {
    Socket socket = Sockets.connect(config);
    try {
      Http2Connection connection = new Http2Connection(config, socket);
      connection.out.write(PREFACE);
      new Frame(Frame.SETTINGS, 0, 0, SETTINGS).write(connection.out);
      return connection;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Makes a call and waits for its end, within the timeout of the configuration. */
  GrpcReply call(byte[] message) throws IOException {
    if (goingAway) {
      throw new IOException("the server takes no more calls on this connection");
    }
    stream += 2;
    long end = System.nanoTime() + config.getTimeout().toNanos();
    Reply reply = new Reply();
    new Frame(Frame.HEADERS, Frame.END_HEADERS, stream, Hpack.encode(headers())).write(out);
    window.newStream();
    send(message, reply, end);
    while (!reply.ended) {
      read(reply, end);
    }
    return GrpcReply.of(reply.headers, reply.body.toByteArray());
  }

  private void send(byte[] message, Reply reply, long end) throws IOException {
    int sent = 0;
    while (sent < message.length && !reply.ended) {
      int part = window.take(message.length - sent);
      if (part == 0) {
        out.flush();
        read(reply, end);
        continue;
      }
      int flags = sent + part == message.length ? Frame.END_STREAM : 0;
      new Frame(Frame.DATA, flags, stream, message).write(out, sent, part);
      sent += part;
    }
    out.flush();
  }

  private void read(Reply reply, long end) throws IOException {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer within " + config.getTimeout());
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    Frame frame = Frame.read(in);
    switch (frame.type()) {
      case Frame.SETTINGS -> settings(frame);
      case Frame.PING -> ping(frame);
      case Frame.GOAWAY -> goAway(frame);
      case Frame.WINDOW_UPDATE -> window.grow(frame, stream);
      case Frame.DATA -> data(frame, reply);
      case Frame.HEADERS, Frame.CONTINUATION -> headers(frame, reply);
      case Frame.RST_STREAM -> reset(frame);
      default -> {
        // frames of types that we do not know mean nothing to us
      }
    }
  }

  private void settings(Frame frame) throws IOException {
    if (!frame.has(Frame.ACK)) {
      window.settings(frame);
      new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]).write(out);
      out.flush();
    }
  }

  private void ping(Frame frame) throws IOException {
    if (!frame.has(Frame.ACK)) {
      new Frame(Frame.PING, Frame.ACK, 0, frame.payload()).write(out);
      out.flush();
    }
  }

  private void goAway(Frame frame) throws IOException {
    goingAway = true;
    if (frame.number(0) < stream) {
      throw new IOException("the server goes away");
    }
  }

  private void data(Frame frame, Reply reply) throws IOException {
    if (frame.stream() != stream) {
      return;
    }
    reply.body.writeBytes(frame.content());
    if (reply.body.size() > LARGEST_REPLY) {
      throw new IOException("an answer of more than " + LARGEST_REPLY + " bytes");
    }
    if (frame.payload().length > 0) {
      byte[] taken = new byte[4];
      ByteBuffer.wrap(taken).putInt(frame.payload().length);
      new Frame(Frame.WINDOW_UPDATE, 0, 0, taken).write(out);
      out.flush();
    }
    reply.ended = frame.has(Frame.END_STREAM);
  }

  private void headers(Frame frame, Reply reply) throws IOException {
    if (frame.stream() != stream) {
      return;
    }
    reply.block.writeBytes(frame.type() == Frame.HEADERS ? frame.content() : frame.payload());
    reply.last |= frame.type() == Frame.HEADERS && frame.has(Frame.END_STREAM);
    if (reply.block.size() > LARGEST_REPLY) {
      throw new IOException("headers of more than " + LARGEST_REPLY + " bytes");
    }
    if (frame.has(Frame.END_HEADERS)) {
      reply.headers.putAll(Hpack.decode(reply.block.toByteArray()));
      reply.block.reset();
      reply.ended = reply.last;
    }
  }

  private void reset(Frame frame) throws IOException {
    if (frame.stream() == stream) {
      throw new IOException("the server refused the call, HTTP/2 error " + frame.number(0));
    }
  }

  private Map<String, String> headers() {
    URI endpoint = config.getEndpoint();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":method", "POST");
    headers.put(":scheme", endpoint.getScheme());
    headers.put(":path", "/" + config.getFullMethodName());
    headers.put(":authority", endpoint.getRawAuthority());
    headers.put("te", "trailers");
    headers.put("content-type", "application/grpc");
    @Nullable Map<String, List<String>> more = config.getHeadersSupplier().get();
    Objects.requireNonNullElse(more, Map.<String, List<String>>of())
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone in any case
    }
  }

  /** What has come of an answer. */
  private static final class Reply {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private boolean last;
    private boolean ended;
  }
}
