package io.patternsdk.lifecycle;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problems;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The backends that the runner has opened and will close, by name in order of opening. */
final class OpenBackends implements AutoCloseable {
  private static final Logger LOG = System.getLogger(OpenBackends.class.getName());

  private final SequencedMap<String, Backend> open = new LinkedHashMap<>();

  private OpenBackends() {}

  /**
   * Opens all of them at once.
   *
   * @throws ConfigException if settings are wrong, with all problems of all backends
   * @throws UnavailableException if some cannot be used; then none is left open
   * @throws InterruptedException if it is not to go on; then none is left open
   */
  static OpenBackends open(List<Opener> openers) throws InterruptedException {
    OpenBackends backends = new OpenBackends();
    SequencedMap<Opener, FutureTask<Backend>> tasks = new LinkedHashMap<>();
    openers.forEach(opener -> tasks.put(opener, new FutureTask<>(opener)));
    List<Thread> threads = start(tasks);
    boolean complete = false;
    try {
      backends.collect(tasks);
      complete = true;
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      backends.collectLate(tasks);
      throw e;
    } finally {
      if (!complete) {
        backends.close();
      }
    }
    return backends;
  }

  private static List<Thread> start(SequencedMap<Opener, FutureTask<Backend>> tasks) {
    List<Thread> threads = new ArrayList<>();
    tasks.forEach(
        (opener, task) ->
            threads.add(Thread.ofPlatform().name(opener.name()).daemon().start(task)));
    return threads;
  }

  private void collect(SequencedMap<Opener, FutureTask<Backend>> tasks)
      throws InterruptedException {
    Problems problems = new Problems();
    List<String> reasons = new ArrayList<>();
    List<OperationException> causes = new ArrayList<>();
    RuntimeException unexpected = null;
    for (var task : tasks.entrySet()) {
      try {
        Backend backend = task.getValue().get();
        open.put(backend.name(), backend);
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        switch (cause) {
          case ConfigException wrong -> problems.noteAll(wrong.problems());
          case OperationException failure -> {
            reasons.add(task.getKey().name() + ": " + failure.getMessage());
            causes.add(failure);
          }
          default ->
              unexpected = new IllegalStateException(task.getKey().name() + ": " + cause, cause);
        }
      }
    }
    if (unexpected != null) {
      throw unexpected;
    }
    problems.throwIfAny();
    if (!causes.isEmpty()) {
      throw new UnavailableException(reasons, causes);
    }
  }

  /** Takes those that were opened while nobody waited any more, so that they are closed. */
  private void collectLate(SequencedMap<Opener, FutureTask<Backend>> tasks) {
    tasks
        .values()
        .forEach(
            task -> {
              if (task.state() == FutureTask.State.SUCCESS) {
                open.putIfAbsent(task.resultNow().name(), task.resultNow());
              }
            });
  }

  /** Returns one of them. */
  Backend named(String name) {
    Backend backend = open.get(name);
    if (backend == null) {
      throw new IllegalArgumentException("no backend " + name + " is open");
    }
    return backend;
  }

  /** Returns all of them, in order of opening. */
  List<Backend> all() {
    return List.copyOf(open.sequencedValues());
  }

  /** Closes all of them, the last one first. */
  @Override
  public void close() {
    for (Backend backend : open.sequencedValues().reversed()) {
      try {
        backend.close();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "closing the backend " + backend.name() + " failed", e);
      }
    }
    open.clear();
  }
}
