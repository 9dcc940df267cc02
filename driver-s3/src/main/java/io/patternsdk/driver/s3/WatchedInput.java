package io.patternsdk.driver.s3;

import io.patternsdk.core.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body whose reads end at the ambient deadline or when nothing has come for too long. */
final class WatchedInput extends FilterInputStream {
  private final ScheduledExecutorService watch;
  private final Duration patience;
  private final AtomicBoolean late = new AtomicBoolean();

  WatchedInput(InputStream in, ScheduledExecutorService watch, Duration patience) {
    super(in);
    this.watch = watch;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (in.available() > 0) {
      return super.read(buffer, offset, length);
    }
    long nanos = Deadline.current().atMost(patience).toNanos();
    Future<?> end = watch.schedule(this::giveUp, nanos, TimeUnit.NANOSECONDS);
    try {
      int n = super.read(buffer, offset, length);
      if (n < 0 && late.get()) {
        throw new HttpTimeoutException("nothing has come in time");
      }
      return n;
    } catch (IOException e) {
      if (late.get() && !(e instanceof HttpTimeoutException)) {
        HttpTimeoutException timeout = new HttpTimeoutException("nothing has come in time");
        timeout.initCause(e);
        throw timeout;
      }
      throw cut(e);
    } finally {
      end.cancel(false);
    }
  }

  /** Without a cause, so that it is not taken for a request that was not sent. */
  private static IOException cut(IOException e) {
    if (e instanceof HttpTimeoutException || e instanceof InterruptedIOException) {
      return e;
    }
    IOException cut = new IOException("the answer is cut");
    cut.addSuppressed(e);
    return cut;
  }

  private void giveUp() {
    late.set(true);
    try {
      in.close();
    } catch (IOException e) {
      // the reader is told that it is late
    }
  }
}
