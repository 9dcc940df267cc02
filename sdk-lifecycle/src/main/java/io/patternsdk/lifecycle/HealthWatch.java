package io.patternsdk.lifecycle;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.HealthReport.SlotHealth;
import io.patternsdk.lifecycle.config.RunnerConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pattern and its backends again and again, and remembers what it found. A look at a
 * backend ends within the operation timeout of that backend, whatever the backend does; a slow one
 * delays the next round and nobody else.
 */
final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HealthWatch.class.getName());

  private final RunnerConfig config;
  private final Pattern pattern;
  private final FilledSlots slots;
  private final Clock clock;
  private final Map<String, Health> backends = new ConcurrentHashMap<>();
  private volatile Health patternHealth = Health.up();
  private @Nullable Thread thread;

  HealthWatch(RunnerConfig config, Pattern pattern, FilledSlots slots, Clock clock) {
    this.config = config;
    this.pattern = pattern;
    this.slots = slots;
    this.clock = clock;
  }

  /** Begins to look, first when one interval has passed: the backends have just been opened. */
  void start() {
    thread = Thread.ofVirtual().name("health").start(this::loop);
  }

  private void loop() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        clock.sleep(config.lifecycle().healthCheckInterval());
        look();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "health is looked at no more");
    }
  }

  /** Looks at everything once, at all backends at the same time. */
  void look() throws InterruptedException {
    Map<String, Backend> distinct = new LinkedHashMap<>();
    slots.all().forEach(m -> distinct.put(m.slot().backend().name(), m.slot().backend()));
    List<Thread> looks =
        distinct.values().stream()
            .map(
                backend ->
                    Thread.ofVirtual().name("health " + backend.name()).start(() -> look(backend)))
            .toList();
    patternHealth = ask(() -> pattern.health(deadline(Duration.ofSeconds(5))));
    for (Thread look : looks) {
      look.join();
    }
  }

  private void look(Backend backend) {
    var backendConfig = config.backends().get(backend.name());
    Duration limit =
        backendConfig == null ? Duration.ofSeconds(5) : backendConfig.operationTimeout();
    Health found = ask(() -> backend.health(deadline(limit)));
    Health before = backends.put(backend.name(), found);
    boolean was = before == null || before.usable();
    if (was && !found.usable()) {
      LOG.log(Level.WARNING, "backend " + backend.name() + " is down: " + found.detail());
    } else if (!was && found.usable()) {
      LOG.log(Level.INFO, "backend " + backend.name() + " is back");
    }
  }

  private Deadline deadline(Duration limit) {
    return Deadline.after(limit, clock);
  }

  private static Health ask(Supplier<Health> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return Health.down(String.valueOf(e.getMessage()));
    }
  }

  /** Returns what was found last. */
  HealthReport report(Phase phase) {
    return new HealthReport(
        phase, patternHealth, slots.all().stream().map(this::slotHealth).toList());
  }

  private SlotHealth slotHealth(FilledSlots.Member member) {
    Backend backend = member.slot().backend();
    return new SlotHealth(
        member.slot().name(),
        backend.name(),
        backend.info().name(),
        member.planned().mandatory(),
        backends.getOrDefault(backend.name(), Health.up()));
  }

  /** Looks no more; waits a moment, so that nobody is asked for its health while it is closed. */
  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
