package io.patternsdk.testkit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Makes Netty say which buffers were forgotten without being released. */
final class NettyBuffers {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int COLLECTIONS = 2;

  private NettyBuffers() {}

  /**
   * What was collected as garbage unreleased, since it was last forgotten.
   *
   * @throws IllegalStateException if Netty was started without {@link NettyLeakDetector}
   */
  static List<String> reports() {
    if (!(ResourceLeakDetectorFactory.instance().newResourceLeakDetector(NettyBuffers.class)
        instanceof NettyLeakDetector)) {
      throw new IllegalStateException(
          "buffers are not watched: run the tests' JVM with -Dio.netty.customResourceLeakDetector="
              + NettyLeakDetector.class.getName()
              + " -Dio.netty.leakDetection.level=simple"
              + " -Dio.netty.leakDetection.samplingInterval=1");
    }
    for (int i = 0; i < COLLECTIONS; i++) {
      collectGarbage();
      // Netty looks for what was collected when it hands out the next buffer.
      ByteBufAllocator.DEFAULT.directBuffer(1).release();
      ByteBufAllocator.DEFAULT.heapBuffer(1).release();
    }
    return NettyLeakDetector.reports();
  }

  // Returns when a collection has certainly found what was garbage at the call.
  private static void collectGarbage() {
    CountDownLatch collected = new CountDownLatch(1);
    CLEANER.register(new Object(), collected::countDown);
    Eventually.within(Duration.ofMinutes(1))
        .until(
            "the garbage is collected",
            () -> {
              System.gc();
              return collected.getCount() == 0;
            });
  }
}
