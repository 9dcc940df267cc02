package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.time.Instant;

/**
 * What the server's clock shows, and never more: no server before 2.10 tells it, so a message is
 * stored from time to time and read back.
 */
final class ServerTime {
  private static final long TRUSTED_NANOS = Duration.ofMinutes(1).toNanos();
  private static final byte[] NOTHING = new byte[0];

  private final ServerStream stream;
  private final String subject;

  private record Tick(Instant shown, long nanos) {
    Instant now() {
      return shown.plusNanos(System.nanoTime() - nanos);
    }
  }

  private volatile Tick last = new Tick(Instant.MIN, System.nanoTime() - TRUSTED_NANOS);

  ServerTime(ServerStream stream, String subject) {
    this.stream = stream;
    this.subject = subject;
  }

  Instant now(Deadline deadline) {
    Tick tick = last;
    if (System.nanoTime() - tick.nanos() >= TRUSTED_NANOS) {
      long unused = stream.put(subject, null, NOTHING, deadline);
      Instant shown = stream.last(subject, deadline).orElseThrow(NatsErrors::conflict).time();
      tick = new Tick(shown, System.nanoTime());
      last = tick;
    }
    return tick.now();
  }
}
