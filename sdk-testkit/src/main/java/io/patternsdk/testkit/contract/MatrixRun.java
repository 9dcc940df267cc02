package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.testkit.contract.Session.Opening;
import io.patternsdk.testkit.matrix.Matrix;
import io.patternsdk.testkit.matrix.MatrixLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;

/**
 * What a contract run passes, for comparison with the file beside the tests that says so. The
 * system property {@code patternsdk.matrix} with the value {@code write} has the file written anew.
 */
final class MatrixRun {
  /** Beside the tests of a module; a driver without one keeps no record. */
  static final Path FILE = Path.of("src", "test", "matrix.tsv");

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> missing = new TreeSet<>();

  /** What one variant passes of one capability. */
  static final class Entry {
    private final MatrixLine promised;
    private final int all;
    private int passed;

    private Entry(MatrixLine promised, int all) {
      this.promised = promised;
      this.all = all;
    }

    void passed() {
      passed++;
    }

    private boolean complete() {
      return passed == all;
    }

    private MatrixLine line() {
      return new MatrixLine(
          promised.variant(), promised.server(), promised.capability(), passed, promised.traits());
    }
  }

  /** Expects so many cases of a capability, or of the driver itself. */
  Entry expect(Session session, String name, int cases) {
    Driver driver = session.driver(Opening.FIRST);
    Map<String, String> traits =
        driver.capabilities().all().stream()
            .filter(capability -> capability.name().equals(name))
            .findAny()
            .map(capability -> traits(session, driver, capability))
            .orElse(Map.of());
    String server = driver.info().server().split(" /")[0]; // a file is elsewhere in each run
    Entry entry =
        new Entry(new MatrixLine(session.variant().name(), server, name, 0, traits), cases);
    entries.add(entry);
    return entry;
  }

  private static Map<String, String> traits(
      Session session, Driver driver, Capability<?> capability) {
    DriverContext context = session.options(Opening.FIRST).toContext();
    return MatrixLine.written(
        capability,
        driver.capabilities().traits(capability),
        session.variant().provider().canGuarantee(capability, context));
  }

  /** Expects nothing of a capability of which only some cases are run. */
  static Entry ignored(Session session, String name) {
    return new Entry(new MatrixLine(session.variant().name(), "", name, 0, Map.of()), 0);
  }

  /** Leaves alone what is written of a variant that cannot run here. */
  void missing(String variant) {
    missing.add(variant);
  }

  /** Returns the test that the file says what was passed; to be run last. */
  DynamicTest test() {
    return DynamicTest.dynamicTest("theMatrixIsWhatWasPassed", this::compare);
  }

  private void compare() {
    assertThat(entries.stream().filter(entry -> !entry.complete()).map(Entry::line))
        .as("what was not passed in full")
        .isEmpty();
    Matrix file = Matrix.read(FILE);
    Matrix run = new Matrix(entries.stream().map(Entry::line).toList()).with(file, missing);
    if (System.getProperty("patternsdk.matrix", "").equals("write")) {
      run.write(FILE);
      return;
    }
    assertThat(file.differences(run))
        .as("%s is stale; -Dpatternsdk.matrix=write writes it", FILE.toAbsolutePath())
        .isEmpty();
  }

  static boolean kept() {
    return Files.exists(FILE);
  }
}
