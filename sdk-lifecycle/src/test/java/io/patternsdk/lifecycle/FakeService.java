package io.patternsdk.lifecycle;

import io.patternsdk.core.Deadline;
import io.patternsdk.lifecycle.config.RunnerConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that remembers what it was told. */
final class FakeService implements RunnerService<FakePattern> {
  final List<String> events = new CopyOnWriteArrayList<>();
  volatile Runnable onStart = () -> {};
  volatile Runnable onClose = () -> {};

  @Override
  public String name() {
    return "fake service";
  }

  @Override
  public void prepare(RunnerConfig config) {
    events.add("prepare");
  }

  @Override
  public String start(RunningPattern<FakePattern> pattern) {
    events.add("start");
    onStart.run();
    return "nowhere";
  }

  @Override
  public void announceStop() {
    events.add("announceStop");
  }

  @Override
  public void stopIntake() {
    events.add("stopIntake");
  }

  @Override
  public void drain(Deadline deadline) {
    events.add("drain");
  }

  @Override
  public void close() {
    events.add("close");
    onClose.run();
  }
}
