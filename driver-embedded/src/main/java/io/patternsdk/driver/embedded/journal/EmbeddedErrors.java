package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.io.EOFException;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** The errors of the embedded backend, and what those of the file mean. */
public final class EmbeddedErrors {
  private EmbeddedErrors() {}

  /** What nothing here is known to throw. */
  public static BackendException unexpected(Throwable failure, Effect effect) {
    return new BackendException(ErrorKind.UNKNOWN, effect, String.valueOf(failure), failure);
  }

  public static BackendException closed() {
    return new BackendException(ErrorKind.CLOSED, "the embedded backend is closed");
  }

  public static BackendException closedReader() {
    return new BackendException(ErrorKind.CLOSED, "the reader is closed");
  }

  static BackendException overloaded(int waiting) {
    return new BackendException(
        ErrorKind.UNAVAILABLE,
        Effect.NONE,
        "the disk does not keep up: " + waiting + " changes wait for it",
        null);
  }

  static BackendException notSynced() {
    return new BackendException(
        ErrorKind.TIMED_OUT, "the change was made and has not reached the disk in time");
  }

  /** Restores the flag of the calling thread, whose wait was interrupted. */
  public static BackendException cancelled(Effect effect, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BackendException(ErrorKind.CANCELLED, effect, "interrupted while waiting", e);
  }

  /** A failed write: what was waiting for it may be on disk or not, and nothing follows it. */
  static BackendException unwritable(Path file, Effect effect, @Nullable Throwable cause) {
    return new BackendException(
        ErrorKind.UNAVAILABLE,
        effect,
        "cannot write " + file + ": " + cause + "; mend the disk, then open the backend again",
        cause);
  }

  static BackendException unreadable(Path file, @Nullable Throwable cause) {
    return cause instanceof DiskRecords.DamagedException
        ? corrupt(file, cause)
        : new BackendException(
            ErrorKind.UNAVAILABLE, Effect.NONE, "cannot read " + file + ": " + cause, cause);
  }

  static BackendException inUse(Path file, String owner) {
    return new BackendException(
        ErrorKind.UNAVAILABLE,
        Effect.NONE,
        file + " is in use by " + owner + "; one process at a time opens it",
        null);
  }

  static BackendException unopenable(Path file, Throwable cause) {
    return new BackendException(
        ErrorKind.UNAVAILABLE, Effect.NONE, "cannot open " + file + ": " + cause, cause);
  }

  static BackendException corrupt(Path file, @Nullable Throwable cause) {
    return new BackendException(
        ErrorKind.CORRUPT,
        Effect.NONE,
        file
            + " is damaged or was not written by this driver; restore a copy of it, or move it away"
            + " to start empty",
        cause);
  }

  static BackendException layout(Path file, String found, int mine) {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        Effect.NONE,
        file + " has storage layout " + found + "; this driver reads and writes layout " + mine,
        null);
  }

  /** What an exception of the library means while the file is opened. */
  static BackendException opening(Path file, MVStoreException e) {
    if (e.getCause() instanceof EOFException) {
      return corrupt(file, e);
    }
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED -> inUse(file, "another process");
      case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED -> unopenable(file, e);
      case DataUtils.ERROR_UNSUPPORTED_FORMAT ->
          layout(file, "of a newer file format (" + e.getMessage() + ")", EmbeddedLayout.LAYOUT);
      default -> corrupt(file, e);
    };
  }
}
