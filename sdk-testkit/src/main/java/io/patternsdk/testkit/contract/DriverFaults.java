package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.server.Breakable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The fault test of a driver that talks to a server: connections that are cut, stalled and refused,
 * and a server that is killed under load. What a caller is told is held against what happened:
 * nothing that was acknowledged is lost, nothing is done twice by one call, NONE means that nothing
 * was done, and everything comes back by itself. The capabilities that the driver declares decide
 * which cases there are.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class DriverFaults {
  private static final Duration HANGING = Duration.ofSeconds(60);
  private static final Duration HANGING_ROUND = Duration.ofSeconds(5);

  /** Returns the driver. */
  protected abstract DriverProvider provider();

  /**
   * Returns the server to harm: a private one that keeps over a kill what it has acknowledged, the
   * same at each call.
   */
  protected abstract Breakable server();

  /**
   * Returns settings that reach the server at an address, which is a proxy's. A connection attempt
   * is made once, and a server that says no more is noticed within ten seconds.
   */
  protected abstract Map<String, ?> settings(String host, int port);

  /** Returns the tests: those of every driver, then those of its capabilities. */
  @TestFactory
  public final Stream<DynamicNode> survivesFaults() {
    return contracts().stream()
        .map(
            contract ->
                DynamicContainer.dynamicContainer(
                    contract.type().getSimpleName(),
                    contract.cases().stream()
                        .map(
                            name -> Named.test(contract.type(), name, () -> run(contract, name)))));
  }

  private void run(Contract<FaultSubject, ?> contract, String name) {
    Duration limit = HANGING.plus(HANGING_ROUND.multipliedBy(Rounds.count()));
    contract.run(name, limit, this::subject);
  }

  private FaultSubject subject() {
    return new FaultSubject(provider(), server(), this::settings);
  }

  private List<Contract<FaultSubject, ?>> contracts() {
    List<Contract<FaultSubject, ?>> all = new ArrayList<>();
    all.add(new Contract<>(ConnectionFaults.class, ConnectionFaults::new));
    try (FaultSubject subject = subject()) {
      Backend backend = subject.backend();
      add(
          all,
          backend,
          StandardCapabilities.KEYVALUE_BASIC,
          KeyValueFaults.class,
          KeyValueFaults::new);
      add(all, backend, StandardCapabilities.PUBSUB_BASIC, PubSubFaults.class, PubSubFaults::new);
      add(all, backend, StandardCapabilities.QUEUE_BASIC, QueueFaults.class, QueueFaults::new);
    }
    all.add(new Contract<>(CrashFaults.class, CrashFaults::new));
    return all;
  }

  private static <C> void add(
      List<Contract<FaultSubject, ?>> all,
      Backend backend,
      Capability<?> capability,
      Class<C> type,
      Function<FaultSubject, C> factory) {
    if (backend.capabilities().has(capability)) {
      all.add(new Contract<>(type, factory));
    }
  }
}
