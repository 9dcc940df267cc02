package io.patternsdk.lifecycle;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problems;
import io.patternsdk.lifecycle.Stopping.Closing;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The backends that a plan names, by name in its order: those that are open, and those that the
 * start goes on without.
 */
final class OpenBackends {
  private final SlotPlan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SequencedMap<String, FirstOpening> openings = new LinkedHashMap<>();
  private final SequencedMap<String, Backend> open = new LinkedHashMap<>();
  private final SequencedMap<String, LateOpening> late = new LinkedHashMap<>();

  private OpenBackends(SlotPlan plan) {
    this.plan = plan;
  }

  /**
   * Opens all of them at once, and returns when each was tried and as many are open as the slots
   * need.
   *
   * @throws ConfigException if settings are wrong, with all problems of all backends
   * @throws UnavailableException if too few can be used; then none is left open
   * @throws InterruptedException if it is not to go on; then none is left open
   */
  static OpenBackends open(SlotPlan plan, List<Opener> openers) throws InterruptedException {
    OpenBackends backends = new OpenBackends(plan);
    boolean enough = false;
    try {
      backends.begin(openers);
      enough = true;
    } finally {
      backends.settle(enough);
    }
    return backends;
  }

  private void begin(List<Opener> openers) throws InterruptedException {
    lock.lock();
    try {
      for (Opener opener : openers) {
        FirstOpening opening = new FirstOpening(opener, lock, changed);
        openings.put(opener.config().name().value(), opening);
        opening.start();
      }
      while (!decided()) {
        changed.await();
      }
      refuse();
    } finally {
      lock.unlock();
    }
  }

  private boolean decided() {
    return openings.values().stream().allMatch(FirstOpening::tried)
        && (plan.slots().stream().allMatch(this::enough)
            || plan.slots().stream().anyMatch(this::hopeless)
            || openings.values().stream().anyMatch(FirstOpening::broken));
  }

  private boolean enough(PlannedSlot slot) {
    return slot.neededAtStart() <= count(slot, opening -> opening.backend().isPresent());
  }

  private boolean hopeless(PlannedSlot slot) {
    return slot.neededAtStart() > count(slot, opening -> !opening.failed());
  }

  private long count(PlannedSlot slot, Predicate<FirstOpening> which) {
    return slot.backends().stream().map(this::opening).filter(which).count();
  }

  @SuppressWarnings("NullAway") // the plan names what is opened
  private FirstOpening opening(BackendConfig backend) {
    return openings.get(backend.name().value());
  }

  /** Throws why the start cannot go on; nothing if it can. */
  private void refuse() {
    Problems problems = new Problems();
    for (FirstOpening opening : openings.values()) {
      if (opening.broken()) {
        Throwable cause = opening.failure().orElseThrow();
        if (!(cause instanceof ConfigException wrong)) {
          throw new IllegalStateException(opening.opener().name() + ": " + cause, cause);
        }
        problems.noteAll(wrong.problems());
      }
    }
    problems.throwIfAny();
    if (!plan.slots().stream().allMatch(this::enough)) {
      throw unavailable();
    }
  }

  private UnavailableException unavailable() {
    List<String> reasons = new ArrayList<>();
    List<OperationException> causes = new ArrayList<>();
    for (FirstOpening opening : openings.values()) {
      if (opening.failure().orElse(null) instanceof OperationException failure) {
        reasons.add(opening.opener().name() + ": " + failure.getMessage());
        causes.add(failure);
      }
    }
    return new UnavailableException(reasons, causes);
  }

  /** Keeps what is open if that is enough, and closes it otherwise. */
  private void settle(boolean enough) {
    lock.lock();
    try {
      openings.forEach(this::settle);
    } finally {
      lock.unlock();
    }
    if (!enough) {
      closings().reversed().forEach(Closing::quietly);
    }
  }

  private void settle(String name, FirstOpening opening) {
    Optional<Backend> backend = opening.backend();
    if (backend.isPresent()) {
      open.put(name, backend.get());
    } else {
      opening.abandon();
      late.put(name, new LateOpening(opening.opener(), opening.failure()));
    }
  }

  /** Returns one of them, if it was opened at the start. */
  Optional<Backend> named(String name) {
    return Optional.ofNullable(open.get(name));
  }

  /** Returns those that the start goes on without, by name. */
  SequencedMap<String, LateOpening> late() {
    return late;
  }

  /** Opens no more of those that come late; returns at once. */
  void expectNoMore() {
    late.values().forEach(LateOpening::cancel);
  }

  /** Returns what ends each of them, in the order of the plan. */
  List<Closing> closings() {
    return openings.sequencedKeySet().stream()
        .map(name -> new Closing("the backend " + name, closing(name)))
        .toList();
  }

  private Runnable closing(String name) {
    Backend backend = open.get(name);
    LateOpening opening = late.get(name);
    return backend != null ? backend::close : opening != null ? opening::close : () -> {};
  }
}
