package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.internal.ShortTimeout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/**
 * The contract test of a driver: its variants times the capabilities that each declares times the
 * cases of their contracts. What is declared is tested, what is not declared must be refused, and
 * the provider must offer exactly what its variants declare together.
 *
 * <p>Settings that a driver with queues understands: {@code visibility_timeout} and {@code
 * max_attempts}; the contracts set them. Each case uses names of its own, so the variants may share
 * a server. {@code -Dpatternsdk.only=} runs one capability, contract or case, by its name.
 *
 * <p>Where there is a file {@code src/test/matrix.tsv}, it has to say what a whole run passed, and
 * what the driver promised: {@link io.patternsdk.testkit.matrix}.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class DriverContracts {
  private static final String DRIVER = "driver";

  /** How long a case may take before it counts as hanging, for each history that it makes. */
  private static final Duration HANGING = Duration.ofMinutes(3);

  private final Only only = Only.asked();
  private final Sampling sample = Sampling.asked(only);
  private final MatrixRun matrix = new MatrixRun();

  /** Returns the ways to run the driver, all with providers of the same class. */
  protected abstract List<Variant> variants();

  /** Returns what to test by; all that is on the class path unless said otherwise. */
  protected Contracts contracts() {
    return Contracts.load();
  }

  /** Returns the tests: for each variant those of the driver, then those of each capability. */
  @TestFactory
  public final Stream<DynamicNode> keepsTheContracts() {
    Set<String> declared = new TreeSet<>();
    List<Variant> variants = variants();
    Contracts contracts = contracts();
    Stream<DynamicNode> tests =
        variants.stream().map(variant -> tests(variant, contracts, declared));
    DynamicNode offers =
        DynamicTest.dynamicTest(
            "canOfferIsWhatTheVariantsDeclare",
            () ->
                assertThat(declared)
                    .as("declared by the variants %s together", variants)
                    .isEqualTo(new TreeSet<>(variants.getFirst().provider().canOffer())));
    Map<String, List<Contract<Subject, ?>>> all = new HashMap<>(contracts.contracts());
    all.put(DRIVER, Contracts.driver());
    Stream<DynamicNode> last =
        only.everything() && MatrixRun.kept()
            ? Stream.of(offers, only.test(all), matrix.test())
            : Stream.of(offers, only.test(all));
    return Stream.concat(tests, last);
  }

  private DynamicNode tests(Variant variant, Contracts contracts, Set<String> declared) {
    return variant
        .missing()
        .map(missing -> missing(variant, missing, declared))
        .orElseGet(() -> runnable(new Session(variant, contracts), declared));
  }

  /** What is not tested here is declared by nobody who ran, and nobody may call it tested. */
  private DynamicNode missing(Variant variant, Variant.Missing missing, Set<String> declared) {
    declared.addAll(missing.untested());
    matrix.missing(variant.name());
    return DynamicTest.dynamicTest(
        variant.name(),
        () -> {
          String what = missing.untested() + " not tested: " + missing.reason();
          if (mustBeComplete()) {
            fail(what);
          }
          throw new TestAbortedException(what);
        });
  }

  /** Tells whether a variant that cannot run here is a failure: where {@code CI} is set. */
  boolean mustBeComplete() {
    String ci = System.getenv("CI");
    return ci != null && !ci.isBlank();
  }

  private DynamicNode runnable(Session session, Set<String> declared) {
    String variant = session.variant().name();
    Set<String> capabilities;
    try {
      ShortTimeout.outlast( // how long a connection may take is the driver's setting
          () -> {
            Set<String> unused = session.declared();
          });
      capabilities = session.declared();
    } catch (RuntimeException e) {
      DynamicTest failed = DynamicTest.dynamicTest("opens", () -> fail(variant + " opens", e));
      return DynamicContainer.dynamicContainer(variant, List.of(failed));
    }
    declared.addAll(capabilities);
    Stream<DynamicNode> nodes =
        Stream.concat(
            Stream.of(tests(DRIVER, Contracts.driver(), session)),
            capabilities.stream().map(name -> tests(name, session)));
    return DynamicContainer.dynamicContainer(variant, nodes.onClose(session::close));
  }

  private DynamicNode tests(String name, Session session) {
    List<Contract<Subject, ?>> contracts = session.contracts().of(name);
    if (contracts.isEmpty() || !session.contracts().hasSample(name)) {
      String missing = contracts.isEmpty() ? "contract" : "sample call";
      return DynamicTest.dynamicTest(
          name, () -> fail(name + " is declared and has no " + missing + "; see CapabilitySuite"));
    }
    return tests(name, contracts, session);
  }

  private DynamicNode tests(String name, List<Contract<Subject, ?>> contracts, Session session) {
    int cases = contracts.stream().mapToInt(contract -> contract.cases().size()).sum();
    boolean whole = sample.isWhole(session.variant());
    if (!whole) {
      matrix.missing(session.variant().name());
    }
    MatrixRun.Entry entry =
        whole ? matrix.expect(session, name, cases) : MatrixRun.ignored(session, name);
    return DynamicContainer.dynamicContainer(
        name, contracts.stream().flatMap(contract -> tests(name, contract, session, entry)));
  }

  private Stream<DynamicTest> tests(
      String capability, Contract<Subject, ?> contract, Session session, MatrixRun.Entry entry) {
    return contract.cases().stream()
        .filter(name -> only.takes(capability, contract, name))
        .filter(name -> sample.takes(session.variant(), contract, name))
        .map(
            name ->
                Named.test(
                    contract.type(),
                    name,
                    () -> {
                      run(contract, name, session);
                      entry.passed();
                    }));
  }

  static void run(Contract<Subject, ?> contract, String name, Session session) {
    Duration limit = HANGING.multipliedBy(Rounds.histories());
    contract.run(name, limit, () -> new Subject(session));
  }
}
