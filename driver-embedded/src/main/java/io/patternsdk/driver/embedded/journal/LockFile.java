package io.patternsdk.driver.embedded.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive use of a file, by a lock on a file beside it that names the process; the operating
 * system gives it back when the process ends, however it ends.
 */
public final class LockFile implements AutoCloseable {
  private static final int LONGEST_OWNER = 64;

  private final FileChannel channel;

  private LockFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Claims {@code path}, making its directory where there is none.
   *
   * @throws io.patternsdk.core.BackendException UNAVAILABLE if somebody else has it, or it cannot
   *     be written
   */
  static LockFile on(Path path) {
    Path beside = path.resolveSibling(path.getFileName() + ".lock");
    try {
      Path directory = path.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      FileChannel channel =
          FileChannel.open(
              beside, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return claimed(path, channel);
      } catch (IOException | RuntimeException | Error e) {
        Cleanup.close(channel, e);
        throw e;
      }
    } catch (IOException e) {
      throw EmbeddedErrors.unopenable(path, e);
    }
  }

  private static LockFile claimed(Path path, FileChannel channel) throws IOException {
    if (lock(channel) == null) {
      throw EmbeddedErrors.inUse(path, owner(channel));
    }
    byte[] me = ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    channel.truncate(0).write(ByteBuffer.wrap(me), 0);
    return new LockFile(channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another backend of this process
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_OWNER);
    channel.read(text, 0);
    String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return owner.isEmpty() ? "another process" : owner;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
