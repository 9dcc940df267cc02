package io.patternsdk.examples.filedriver;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.keyvalue.KeyValue;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Values as files, each named by the SHA-256 of its key. A value is written beside its place and
 * then moved there, so a reader sees the old one or the new one.
 */
final class FileDriver implements Driver, KeyValue {
  private final Path directory;
  private volatile boolean closed;

  FileDriver(Path directory) {
    this.directory = call(() -> Files.createDirectories(directory));
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.builder("file").version("1.0").server("directory " + directory).build();
  }

  @Override
  public Capabilities capabilities() {
    Traits traits =
        Traits.builder()
            .durability(
                Durability.PERIODIC, "what the operating system has not written yet is lost")
            .build();
    return Capabilities.builder().add(KEYVALUE_BASIC, this, traits).build();
  }

  @Override
  public Health health(Deadline deadline) {
    return Files.isWritable(directory) ? Health.up() : Health.down(directory + " is not writable");
  }

  @Override
  public Optional<byte[]> get(String key) {
    try {
      return Optional.of(call(() -> Files.readAllBytes(file(key))));
    } catch (BackendException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void set(String key, byte[] value) {
    Path fresh = directory.resolve(UUID.randomUUID() + ".new");
    call(() -> Files.move(Files.write(fresh, value), file(key), ATOMIC_MOVE));
  }

  @Override
  public boolean delete(String key) {
    return call(() -> Files.deleteIfExists(file(key)));
  }

  @Override
  public boolean exists(String key) {
    return call(() -> Files.exists(file(key)));
  }

  @Override
  public void close() {
    closed = true;
  }

  private Path file(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return directory.resolve(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The only place where the client's errors become the SDK's. */
  private <T> T call(FileCall<T> call) {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the driver is closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new BackendException(ErrorKind.CANCELLED, "interrupted");
    }
    try {
      return call.run();
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, "interrupted", e);
    } catch (IOException e) {
      throw new BackendException(ErrorKind.UNAVAILABLE, e.toString(), e);
    }
  }

  private interface FileCall<T> {
    T run() throws IOException;
  }
}
