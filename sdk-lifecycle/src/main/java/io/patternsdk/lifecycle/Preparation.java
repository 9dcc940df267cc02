package io.patternsdk.lifecycle;

import io.patternsdk.lifecycle.config.RunnerConfig;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What services do beforehand, at the same time as backends are opened. */
record Preparation(List<FutureTask<Void>> tasks) {

  static Preparation begin(List<? extends RunnerService<?>> services, RunnerConfig config) {
    return new Preparation(services.stream().map(service -> begin(service, config)).toList());
  }

  private static FutureTask<Void> begin(RunnerService<?> service, RunnerConfig config) {
    FutureTask<Void> task = new FutureTask<>(() -> service.prepare(config), null);
    Thread.ofPlatform().name("prepare " + service.name()).daemon().start(task);
    return task;
  }

  /** Waits for all of them, and throws what the first one threw. */
  void await() throws InterruptedException {
    for (FutureTask<Void> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        switch (cause) {
          case RuntimeException failure -> throw failure;
          case Error error -> throw error;
          default -> throw new IllegalStateException(cause);
        }
      }
    }
  }
}
