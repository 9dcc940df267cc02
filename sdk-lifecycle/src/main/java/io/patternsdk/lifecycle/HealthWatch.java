package io.patternsdk.lifecycle;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.HealthReport.SlotHealth;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.calls.SlotProbe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the pattern and its backends again and again, and remembers what it found: each backend
 * by its driver, then each slot on the way of its calls. A look ends within the operation timeout
 * of that backend, whatever the backend does; a slow one delays the next round and nobody else.
 */
final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HealthWatch.class.getName());
  private static final Duration OF_PATTERN = Duration.ofSeconds(5);

  private final RunnerConfig config;
  private final Pattern pattern;
  private final FilledSlots slots;
  private final Clock clock;
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
    Map<String, List<Member>> open =
        slots.all().stream()
            .filter(member -> member.probe().isPresent())
            .collect(Collectors.groupingBy(Member::backendName));
    List<Thread> looks = new ArrayList<>();
    open.forEach((name, members) -> looks.add(begin("health " + name, () -> look(members))));
    patternHealth = ask(() -> pattern.health(Deadline.after(OF_PATTERN, clock)));
    join(looks);
  }

  private static Thread begin(String name, Runnable look) {
    return Thread.ofVirtual().name(name).start(look);
  }

  /** Waits for looks; an interrupt ends them, and so what they wait for. */
  private static void join(List<Thread> looks) throws InterruptedException {
    try {
      for (Thread look : looks) {
        look.join();
      }
    } catch (InterruptedException e) {
      looks.forEach(Thread::interrupt);
      throw e;
    }
  }

  /** Looks at a backend, and if its driver is content at each slot that it fills. */
  private void look(List<Member> members) {
    Deadline deadline = Deadline.after(members.getFirst().config().operationTimeout(), clock);
    Backend backend = members.getFirst().probe().orElseThrow().backend();
    Health ofDriver = ask(() -> backend.health(deadline));
    if (!ofDriver.usable()) {
      members.forEach(member -> found(member, ofDriver));
      return;
    }
    List<Thread> looks = new ArrayList<>();
    for (Member member : members) {
      SlotProbe probe = member.probe().orElseThrow();
      looks.add(
          begin(
              "health " + member.slot().name(),
              () ->
                  found(member, SlotProbe.worse(ofDriver, ask(() -> deadline.run(probe::look))))));
    }
    try {
      join(looks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void found(Member member, Health health) {
    MemberState before = member.slot().state();
    member.supply().report(health);
    MemberState now = member.slot().state();
    if (now.status() != before.status()) {
      String line =
          "slot " + member.slot().name() + " is " + health.status().name().toLowerCase(Locale.ROOT);
      LOG.log(
          now.status() == MemberState.Status.UP ? Level.INFO : Level.WARNING,
          now.reason().isEmpty() ? line + " again" : line + ": " + now.reason());
    }
  }

  private static Health ask(Supplier<Health> question) {
    try {
      return question.get();
    } catch (OperationException e) {
      return Health.down(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Health.down(e.toString()); // a mistake may have no message, but it has a name
    }
  }

  /** Returns what was found last. */
  HealthReport report(Phase phase) {
    return HealthReport.of(
        phase, patternHealth, slots.all().stream().map(HealthWatch::slotHealth).toList());
  }

  private static SlotHealth slotHealth(Member member) {
    return SlotHealth.builder(member.planned().name(), member.slot().name(), member.slot().state())
        .backend(member.backendName(), member.slot().driver())
        .needed(member.planned().needed())
        .build();
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
