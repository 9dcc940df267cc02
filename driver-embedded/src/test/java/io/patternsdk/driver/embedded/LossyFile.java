package io.patternsdk.driver.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.h2.store.fs.FileBase;

/** A file with what of it is synced, and the changes since. */
final class LossyFile extends FileBase {
  private final FileChannel file;
  private final Image synced;
  private final List<Consumer<Image>> changes = new ArrayList<>();

  LossyFile(FileChannel file, byte[] synced) {
    this.file = file;
    this.synced = new Image(synced);
  }

  /** The bytes of a file. */
  private static final class Image {
    private byte[] bytes;
    private int size;

    Image(byte[] bytes) {
      this.bytes = bytes;
      this.size = bytes.length;
    }

    byte[] content() {
      return Arrays.copyOf(bytes, size);
    }

    void write(int start, byte[] some) {
      int end = start + some.length;
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * end);
      }
      System.arraycopy(some, 0, bytes, start, some.length);
      size = Math.max(size, end);
    }

    void truncate(int most) {
      size = Math.min(size, most);
      Arrays.fill(bytes, size, bytes.length, (byte) 0);
    }
  }

  /** Returns what was synced, with each later change there or not as chance has it. */
  synchronized byte[] left(RandomGenerator random) {
    Image left = new Image(synced.content());
    changes.stream().filter(change -> random.nextBoolean()).forEach(c -> c.accept(left));
    return left.content();
  }

  @Override
  public synchronized void force(boolean metaData) throws IOException {
    file.force(metaData);
    changes.forEach(change -> change.accept(synced));
    changes.clear();
  }

  @Override
  public synchronized int write(ByteBuffer source, long position) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.duplicate().get(bytes);
    int start = Math.toIntExact(position);
    changes.add(image -> image.write(start, bytes));
    return file.write(source, position);
  }

  @Override
  public synchronized FileChannel truncate(long size) throws IOException {
    int most = Math.toIntExact(size);
    changes.add(image -> image.truncate(most));
    file.truncate(size);
    return this;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException("the store reads and writes at positions");
  }

  @Override
  public FileChannel position(long position) {
    throw new UnsupportedOperationException("the store reads and writes at positions");
  }

  @Override
  public int read(ByteBuffer target) {
    throw new UnsupportedOperationException("the store reads and writes at positions");
  }

  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException("the store reads and writes at positions");
  }
}
