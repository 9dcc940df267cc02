package io.patternsdk.security.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps others from writing to a directory, for as long as it is open and the process lives. */
record DirectoryLock(FileChannel channel, Path directory) implements Closeable {
  private static final String NAME = ".lock";

  /**
   * The directories that this process holds. They are asked for first: to open the file a second
   * time and close it would take the lock from whoever has it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Locks a directory, which is made if it is not there.
   *
   * @throws IOException if it cannot be, or another holds it
   */
  static DirectoryLock of(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw taken(directory);
    }
    try {
      return new DirectoryLock(locked(directory), real);
    } catch (IOException | RuntimeException | Error e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static FileChannel locked(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      held = false; // by what another class loader has of this class
    } finally {
      if (!held) {
        channel.close();
      }
    }
    if (!held) {
      throw taken(directory);
    }
    return channel;
  }

  private static IOException taken(Path directory) {
    return new IOException(
        directory + " is written by another process; give each a directory of its own");
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) { // else another may hold it by now
      try {
        channel.close();
      } finally {
        HELD.remove(directory);
      }
    }
  }
}
