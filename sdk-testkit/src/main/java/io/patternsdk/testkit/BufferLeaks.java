package io.patternsdk.testkit;

import java.util.List;

/** Whether Netty's buffers can be watched; loads nothing of Netty unless it is there. */
final class BufferLeaks {
  private static final boolean NETTY = present("io.netty.buffer.ByteBufAllocator");

  private BufferLeaks() {}

  static void forget() {
    if (NETTY) {
      NettyBuffers.reports();
      NettyLeakDetector.forget();
    }
  }

  static List<String> found() {
    return NETTY ? NettyBuffers.reports() : List.of();
  }

  private static boolean present(String type) {
    try {
      Class.forName(type, false, BufferLeaks.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
