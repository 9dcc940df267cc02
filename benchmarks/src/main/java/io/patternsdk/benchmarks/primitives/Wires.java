package io.patternsdk.benchmarks.primitives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The wires of a batch, each with a connection or buffer for each thread. */
final class Wires {
  private static final int ANSWER = ":0\r\n".length();

  private Wires() {}

  /** Copies a batch out of the heap, as a socket does, and nothing more. */
  static BatchWrite.Wire none(int size) {
    ThreadLocal<ByteBuffer> outside =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(size));
    return batch -> outside.get().clear().put(batch).position();
  }

  /** Sends it to a Redis. */
  static BatchWrite.Wire redis(InetSocketAddress address) {
    ThreadLocal<SocketChannel> connections = ThreadLocal.withInitial(() -> connect(address));
    ThreadLocal<ByteBuffer> answers =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(ANSWER * BatchWrite.MESSAGES));
    return batch -> {
      try {
        return exchange(connections.get(), batch, answers.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static SocketChannel connect(InetSocketAddress address) {
    try {
      SocketChannel channel = SocketChannel.open(address);
      return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exchange(SocketChannel channel, ByteBuffer batch, ByteBuffer answers)
      throws IOException {
    int size = batch.remaining();
    while (batch.hasRemaining()) {
      channel.write(batch);
    }
    answers.clear();
    while (answers.hasRemaining()) {
      if (channel.read(answers) < 0) {
        throw new IOException("Redis has closed the connection");
      }
    }
    return size;
  }
}
