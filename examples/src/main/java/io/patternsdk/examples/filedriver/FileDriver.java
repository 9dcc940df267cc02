package io.patternsdk.examples.filedriver;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.keyvalue.KeyValue;
import java.io.IOException;
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
  private final DriverCalls calls;

  FileDriver(Path directory, DriverContext context) {
    this.calls = new DriverCalls(context, FileDriver::failure);
    this.directory = calls.call(Effect.NONE, deadline -> Files.createDirectories(directory));
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.builder("file").version("1.0").server("directory " + directory).build();
  }

  @Override
  public Capabilities capabilities() {
    Traits traits =
        Traits.builder()
            .guarantee(Durability.PERIODIC, "what the operating system has not written yet is lost")
            .guarantee(Consistency.LINEARIZABLE, "one file system, files replaced as a whole")
            .build();
    return Capabilities.builder().add(KEYVALUE_BASIC, this, traits).build();
  }

  @Override
  public Health health(Deadline deadline) {
    return Files.isWritable(directory) ? Health.up() : Health.down(directory + " is not writable");
  }

  @Override
  public Optional<byte[]> get(String key) {
    return calls.call(deadline -> read(file(key)));
  }

  @Override
  public void set(String key, byte[] value) {
    Path fresh = directory.resolve(UUID.randomUUID() + ".new");
    calls.call(deadline -> Files.move(Files.write(fresh, value), file(key), ATOMIC_MOVE));
  }

  @Override
  public boolean delete(String key) {
    return calls.call(deadline -> Files.deleteIfExists(file(key)));
  }

  @Override
  public boolean exists(String key) {
    return calls.call(deadline -> Files.exists(file(key)));
  }

  @Override
  public void close() {
    boolean unused = calls.close();
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
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
  private static BackendException failure(Throwable failure, Effect effect) {
    return failure instanceof IOException
        ? new BackendException(ErrorKind.UNAVAILABLE, effect, failure.toString(), failure)
        : new BackendException(ErrorKind.UNKNOWN, effect, failure.toString(), failure);
  }
}
