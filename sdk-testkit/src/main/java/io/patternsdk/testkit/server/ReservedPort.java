package io.patternsdk.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A loopback port that no other reservation on this machine holds, in this JVM or another.
 *
 * <p>The number is below the range from which systems take the ports of outgoing connections, and a
 * file lock keeps it for the reservation's life, so a server that is killed finds its port again. A
 * program that does not reserve may still take it: who binds it retries with the next one.
 */
public final class ReservedPort implements AutoCloseable {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 500;

  private final int number;
  private final FileChannel lock;

  private ReservedPort(int number, FileChannel lock) {
    this.number = number;
    this.lock = lock;
  }

  /**
   * Reserves a port that nothing listens on at this moment.
   *
   * @throws IllegalStateException if none is found
   */
  public static ReservedPort next() {
    try {
      Path directory =
          Files.createDirectories(
              Path.of(
                  System.getProperty("java.io.tmpdir"),
                  "patternsdk-ports-" + System.getProperty("user.name")));
      for (int i = 0; i < TRIES; i++) {
        int number = ThreadLocalRandom.current().nextInt(FIRST, LAST);
        ReservedPort port = tryReserve(directory, number);
        if (port != null) {
          return port;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot reserve a port: " + e, e);
    }
    throw new IllegalStateException("no free loopback port in " + FIRST + "-" + LAST);
  }

  private static @Nullable ReservedPort tryReserve(Path directory, int number) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(number + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    boolean reserved = false;
    try {
      reserved = channel.tryLock() != null && bindable(number);
    } catch (OverlappingFileLockException held) {
      reserved = false;
    } finally {
      if (!reserved) {
        channel.close();
      }
    }
    return reserved ? new ReservedPort(number, channel) : null;
  }

  private static boolean bindable(int number) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The port. */
  public int number() {
    return number;
  }

  /** Gives the port up; repeating it does nothing. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot give port " + number + " up: " + e, e);
    }
  }
}
