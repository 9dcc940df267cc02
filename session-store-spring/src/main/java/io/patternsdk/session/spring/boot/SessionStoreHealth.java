package io.patternsdk.session.spring.boot;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.session.SessionStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;

/** Whether sessions can be stored, by one round trip to the backend if it is the store's own. */
final class SessionStoreHealth extends AbstractHealthIndicator {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final SessionStore store;
  private final @Nullable Backend backend;

  SessionStoreHealth(SessionStore store, @Nullable Backend backend) {
    super("the session store could not be asked");
    this.store = store;
    this.backend = backend;
  }

  @Override
  protected void doHealthCheck(org.springframework.boot.health.contributor.Health.Builder builder) {
    Deadline deadline = Deadline.after(LONGEST);
    Health health = store.health(deadline);
    if (backend != null && health.usable()) {
      health = backend.health(deadline);
    }
    if (health.usable()) {
      builder.up();
    } else {
      builder.down();
    }
    if (!health.detail().isEmpty()) {
      builder.withDetail("detail", health.detail());
    }
  }
}
