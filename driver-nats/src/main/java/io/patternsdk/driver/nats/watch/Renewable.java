package io.patternsdk.driver.nats.watch;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a reader reads by at the server: ended when something fails and made anew by the next call,
 * until the reader is closed. For the one thread that reads, but for {@link #close}, which any
 * thread may call while another waits.
 *
 * @param <T> what it reads by
 */
public final class Renewable<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final String reader;
  private final Consumer<T> closing;
  private volatile @Nullable T current;
  private volatile boolean closed;

  /**
   * Begins with nothing.
   *
   * @param reader what the reader is called where it is closed
   * @param closing how what it reads by is ended
   */
  public Renewable(String reader, Consumer<T> closing) {
    this.reader = reader;
    this.closing = closing;
  }

  /** Returns what there is; null if it has to be made. */
  public @Nullable T current() {
    return current;
  }

  /** Throws CLOSED if the reader is closed. */
  public void checkOpen() {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, reader + " is closed");
    }
  }

  /** Takes what was made; if the reader was closed meanwhile, ends it and throws CLOSED. */
  public void begin(T made) {
    lock.lock();
    try {
      if (closed) {
        closing.accept(made);
      }
      checkOpen();
      current = made;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what there is. */
  public void end() {
    lock.lock();
    try {
      T ended = current;
      if (ended != null) {
        closing.accept(ended);
        current = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends what there is, and whatever is made later. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      end();
    } finally {
      lock.unlock();
    }
  }
}
