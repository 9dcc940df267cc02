package io.patternsdk.lifecycle;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when its memory is exhausted, for whoever started it without {@code
 * -XX:+ExitOnOutOfMemoryError}: when a thread dies of it, when the start fails of it, and when a
 * small allocation, tried once a second, fails. A process that goes on would answer nothing, not
 * even a signal. What only the JVM's own option sees is an error that somebody caught and that left
 * memory behind it.
 */
final class MemoryWatch implements AutoCloseable, UncaughtExceptionHandler {
  private static final Logger LOG = System.getLogger(Runner.class.getName());
  private static final int PROBE = 256 << 10;
  private static final int MAX_DEPTH = 50;
  private static final long INTERVAL = 1_000_000_000;
  private static final byte[] LAST_WORDS =
      "the memory is exhausted: exit 3\n".getBytes(StandardCharsets.US_ASCII);
  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

  @SuppressWarnings("UnusedVariable") // written, so that the allocation is really made
  private static volatile byte @Nullable [] probe;

  private final @Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Thread watcher = Thread.ofPlatform().name("memory").daemon().unstarted(this::watch);
  private volatile boolean closed;

  private MemoryWatch() {}

  static MemoryWatch begin() {
    MemoryWatch watch = new MemoryWatch();
    Thread.setDefaultUncaughtExceptionHandler(watch);
    watch.watcher.start();
    return watch;
  }

  private void watch() {
    try {
      while (!closed) {
        probe = new byte[PROBE];
        probe = null;
        LockSupport.parkNanos(INTERVAL);
      }
    } catch (OutOfMemoryError e) {
      end();
    }
  }

  /** Ends the process if it is for want of memory that something failed. */
  static void endIfCausing(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      if (cause instanceof OutOfMemoryError) {
        end();
      }
      cause = cause.getCause();
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable e) {
    if (e instanceof OutOfMemoryError) {
      end();
    } else if (before == null) {
      LOG.log(Level.ERROR, "the thread " + thread.getName() + " died", e);
    } else {
      before.uncaughtException(thread, e);
    }
  }

  /** Allocates nothing. */
  private static void end() {
    try {
      ERR.write(LAST_WORDS);
    } catch (IOException e) {
      // nobody reads it
    } finally {
      Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY.code());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
    if (Thread.getDefaultUncaughtExceptionHandler() == this) {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
