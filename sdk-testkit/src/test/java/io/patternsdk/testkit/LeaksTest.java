package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {
  @Test
  void whatIsClosedAgainIsNoLeak() throws Exception {
    Leaks.none(
        () -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
              ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
              Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            threads.submit(client::getPort).get();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
          }
        });
  }

  @Test
  void threadsOfBothKindsAreSeen() {
    CountDownLatch end = new CountDownLatch(1);
    Map<String, String> before = holdings();
    Thread platform = Thread.ofPlatform().name("one-of-the-system").start(() -> await(end));
    Thread virtual = Thread.ofVirtual().name("a-virtual-one").start(() -> await(end));

    Map<String, String> after = holdings();
    after.keySet().removeAll(before.keySet());
    end.countDown();

    assertThat(after.keySet())
        .containsExactlyInAnyOrder("thread " + platform.threadId(), "thread " + virtual.threadId());
    assertThat(after.values())
        .anyMatch(what -> what.contains("one-of-the-system"))
        .anyMatch(what -> what.contains("a-virtual-one"));
  }

  @Test
  void whatJUnitKeepsToWatchItsTimeoutsIsNoLeak() {
    CountDownLatch end = new CountDownLatch(1);
    Leaks leaks = Leaks.watch();
    Thread.ofPlatform().daemon().name("junit-jupiter-timeout-watcher").start(() -> await(end));
    leaks.check();
    end.countDown();
  }

  @Test
  void openSocketsAreSeen() throws Exception {
    Map<String, String> before = holdings();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> after = holdings();
      after.keySet().removeAll(before.keySet());
      assertThat(after.values())
          .singleElement()
          .asString()
          .contains("port " + server.getLocalPort());
    }
  }

  @Test
  void openFilesAreSeenEachTimeTheyAreOpened(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("left-open"));
    try (InputStream first = Files.newInputStream(file)) {
      Map<String, String> before = holdings();
      try (InputStream second = Files.newInputStream(file)) {
        assertThat(first.read()).isEqualTo(second.read());
        Map<String, String> after = holdings();
        after.keySet().removeAll(before.keySet());
        assertThat(after.values()).singleElement().asString().endsWith("left-open");
      }
      assertThat(holdings().keySet()).isEqualTo(before.keySet());
    }
  }

  @Test
  void aBufferThatIsNotReleasedIsNamed() {
    Leaks leaks = Leaks.watch();
    forgetABuffer();
    assertThatThrownBy(leaks::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 buffers leaked")
        .hasMessageContaining("ByteBuf");
    Leaks.watch().check();
  }

  private static void forgetABuffer() {
    assertThat(ByteBufAllocator.DEFAULT.directBuffer(16).writeLong(1).isReadable()).isTrue();
  }

  private static Map<String, String> holdings() {
    Map<String, String> all = new HashMap<>();
    LiveThreads.into(all);
    OpenSockets.into(all);
    OpenFiles.into(all);
    return all;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
