package io.patternsdk.security.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that lines are written to, behind its end. */
final class SegmentFile implements Closeable {
  private final Path path;
  private final Out out;
  private long size;
  private long torn;
  private @Nullable IOException failure;

  /** What bytes are written to. */
  interface Out extends Closeable {
    /** Writes some of the bytes, one at least. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns when what was written survives the end of the machine. */
    void force() throws IOException;
  }

  /** Opens a file that is not there yet, or empty. */
  @FunctionalInterface
  interface Opener {
    Out open(Path path) throws IOException;
  }

  /**
   * What became of lines.
   *
   * @param whole how many of the first are in the file
   * @param kept how many of the first certainly survive
   */
  record Written(int whole, int kept) {}

  SegmentFile(Path path, Opener opener) throws IOException {
    this.path = path;
    this.out = opener.open(path);
  }

  /**
   * Writes lines; {@link #failure} has the reason if these are not all, and then nothing can
   * follow.
   */
  Written write(List<AuditLine> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Integer> ends = new ArrayList<>();
    for (AuditLine line : lines) {
      bytes.writeBytes(line.bytes());
      ends.add(bytes.size());
    }
    int done = write(ByteBuffer.wrap(bytes.toByteArray()));
    int whole = (int) ends.stream().filter(end -> end <= done).count();
    size += done;
    torn = whole == lines.size() ? 0 : done - (whole == 0 ? 0 : ends.get(whole - 1));
    return new Written(whole, force() ? whole : 0);
  }

  private int write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) { // such as that there is no memory for the buffer
      failure = new IOException(e);
    }
    return bytes.position();
  }

  private boolean force() {
    try {
      out.force();
      return true;
    } catch (IOException e) {
      failure = e;
      return false;
    } catch (RuntimeException | Error e) {
      failure = new IOException(e);
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** Returns how many bytes it has. */
  long size() {
    return size;
  }

  /** Returns how many of them come behind its last whole line. */
  long torn() {
    return torn;
  }

  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** Opens a file of the file system, which its owner may write and its group read. */
  static Out open(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
            }
            : new FileAttribute<?>[0];
    FileChannel channel =
        FileChannel.open(
            path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes);
    if (channel.size() > 0) {
      channel.close();
      throw new IOException(path + " is there already");
    }
    if (posix) {
      try (FileChannel directory = FileChannel.open(parent(path), StandardOpenOption.READ)) {
        directory.force(true); // or the file itself may be gone after the end of the machine
      }
    }
    return new Appended(channel);
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException(path + " is in no directory");
    }
    return parent;
  }

  private record Appended(FileChannel channel) implements Out {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int unused = channel.write(bytes);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
