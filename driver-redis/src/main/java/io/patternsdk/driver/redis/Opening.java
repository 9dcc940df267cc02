package io.patternsdk.driver.redis;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;

/** Makes the first connection, again where it fails for want of a server that is ready. */
final class Opening {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Calls calls;
  private final Connections connections;
  private final RedisConfig config;
  private final Clock clock;

  Opening(Calls calls, Connections connections, RedisConfig config, Clock clock) {
    this.calls = calls;
    this.connections = connections;
    this.config = config;
    this.clock = clock;
  }

  /** Connects and returns what the server says of itself. */
  ServerFacts facts(StoredNames names) {
    Duration pause = FIRST_PAUSE;
    for (int retries = 0; ; retries++) {
      try {
        Deadline attempt = Deadline.after(config.connectTimeout());
        calls.connect(connections.single(), Deadline.current().sooner(attempt));
        return new ServerCheck(calls, names).facts();
      } catch (BackendException e) {
        if (!worthRepeating(e) || retries == config.maxRetries() || Deadline.current().passed()) {
          throw e;
        }
      }
      sleep(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private static boolean worthRepeating(BackendException e) {
    return e.kind() == ErrorKind.UNAVAILABLE || e.kind() == ErrorKind.TIMED_OUT;
  }

  private void sleep(Duration pause) {
    try {
      clock.sleep(Deadline.current().atMost(pause));
    } catch (InterruptedException e) {
      throw RedisErrors.interrupted(Effect.NONE, e);
    }
  }
}
