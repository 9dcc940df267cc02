package io.patternsdk.driver.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * The machine's disk to MVStore, as a file system of its own, that tells what a loss of power would
 * leave of a file: all that was synced, and of what was written since any part or none.
 */
public final class LossyDisk extends FilePathWrapper {
  static final String SCHEME = "lossy";
  private static final Map<Path, LossyFile> FILES = new ConcurrentHashMap<>();

  /** For the library, which makes one for each path. */
  public LossyDisk() {}

  /** Makes the scheme known to the library. */
  static void register() {
    FilePath.register(new LossyDisk());
  }

  /** Writes what a loss of power would leave of {@code file} at this moment. */
  static void left(Path file, Path copy, RandomGenerator random) throws IOException {
    LossyFile written = FILES.get(file.toAbsolutePath().normalize());
    if (written == null) {
      throw new IOException(file + " is not open");
    }
    Files.write(copy, written.left(random));
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Path path = Path.of(unwrap(name).toString()).toAbsolutePath().normalize();
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    LossyFile file = new LossyFile(channel, Files.readAllBytes(path));
    FILES.put(path, file);
    return file;
  }
}
