package io.patternsdk.app.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.multicast.Registration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A program whose receiver never returns from a delivery, whatever interrupts it. */
public final class HangingReceiver implements RunnerService<MulticastRegistry> {
  private HangingReceiver() {}

  public static void main(String[] args) {
    Runner.main(Runner.of(new MulticastRegistryProvider()).service(new HangingReceiver()), args);
  }

  @Override
  public String name() {
    return "receiver";
  }

  @Override
  public String start(RunningPattern<MulticastRegistry> running) {
    MulticastRegistry registry = running.pattern();
    CountDownLatch hanging = new CountDownLatch(1);
    registry.register(Registration.of("d").durable());
    registry.subscribe(
        "d",
        delivery -> {
          hanging.countDown();
          while (true) {
            LockSupport.park();
          }
        });
    registry.multicast(Multicast.to(Filters.all(), "x".getBytes(UTF_8)));
    try {
      hanging.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "hangs";
  }

  @Override
  public void stopIntake() {
    // takes nothing
  }

  @Override
  public void drain(Deadline deadline) {
    // the pattern waits for its receivers
  }

  @Override
  public void close() {
    // holds nothing
  }
}
