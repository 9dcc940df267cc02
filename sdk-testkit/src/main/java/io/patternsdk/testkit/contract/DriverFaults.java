package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.Breakable;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * which cases there are: those that their {@link CapabilitySuite} brings.
 *
 * <p>{@code -Dpatternsdk.only=} runs one capability, class or case, by its name.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class DriverFaults {
  private static final String CONNECTION = "connection";
  private static final Duration HANGING = Duration.ofMinutes(3); // more than its waits
  private static final Duration HANGING_ROUND = Duration.ofSeconds(5);

  private final Only only = Only.asked();

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

  /**
   * Returns what stands between driver and server, made anew for each case, which closes it; on any
   * port unless said otherwise, as for a server that tells clients where it is.
   */
  protected TcpProxy proxy() {
    return TcpProxy.to(server().host(), server().port());
  }

  /**
   * Tells whether the driver publishes how often it made a lost connection again, by {@link
   * io.patternsdk.core.driver.DriverMeters#reconnects}; not so one that makes connections as it
   * needs them. True unless said otherwise.
   */
  protected boolean countsReconnects() {
    return true;
  }

  /**
   * Tells whether a server that is killed keeps every append that a writer was told is stored.
   * Where it may lose the last one of each writer before a kill the driver's page says so, and
   * nothing else may be missing. True unless said otherwise.
   */
  protected boolean keepsLastAppends() {
    return true;
  }

  /** Returns what to test by; all that is on the class path unless said otherwise. */
  protected Contracts contracts() {
    return Contracts.load();
  }

  /** Returns the tests: those of every driver, then those of its capabilities. */
  @TestFactory
  public final Stream<DynamicNode> survivesFaults() {
    Contracts contracts = contracts();
    Map<String, List<Contract<FaultSubject, ?>>> all = new LinkedHashMap<>();
    all.put(CONNECTION, Contracts.connection());
    all.putAll(contracts.faults());
    DynamicNode selects = only.test(Map.copyOf(all));
    all.keySet().retainAll(declared(contracts));
    return Stream.concat(
        all.entrySet().stream()
            .flatMap(
                each ->
                    each.getValue().stream()
                        .map(contract -> tests(each.getKey(), contract, contracts))),
        Stream.of(selects));
  }

  private Set<String> declared(Contracts contracts) {
    try (FaultSubject subject = subject(contracts)) {
      Backend backend = subject.eventually().value(subject::backend); // the first takes longest
      Set<String> names = new HashSet<>(backend.capabilities().names());
      names.add(CONNECTION);
      return names;
    }
  }

  private DynamicNode tests(
      String capability, Contract<FaultSubject, ?> contract, Contracts contracts) {
    return DynamicContainer.dynamicContainer(
        contract.type().getSimpleName(),
        contract.cases().stream()
            .filter(name -> only.takes(capability, contract, name))
            .map(name -> Named.test(contract.type(), name, () -> run(contract, name, contracts))));
  }

  private void run(Contract<FaultSubject, ?> contract, String name, Contracts contracts) {
    int rounds = Rounds.count() + 3 * Rounds.histories();
    Duration limit = HANGING.plus(HANGING_ROUND.multipliedBy(rounds));
    contract.run(name, limit, () -> subject(contracts));
  }

  private FaultSubject subject(Contracts contracts) {
    return new FaultSubject(
        provider(),
        server(),
        this::settings,
        countsReconnects(),
        keepsLastAppends(),
        contracts,
        proxy());
  }
}
