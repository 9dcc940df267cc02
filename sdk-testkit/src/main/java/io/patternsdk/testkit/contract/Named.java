package io.patternsdk.testkit.contract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** Cases as tests that a failure names, since reports call a dynamic test by numbers. */
final class Named {
  private Named() {}

  /** Returns the test; what fails says {@code Contract.case} first. */
  static DynamicTest test(Class<?> contract, String name, Executable body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try {
            body.execute();
          } catch (TestAbortedException e) {
            throw e;
          } catch (Throwable e) {
            throw new AssertionError(contract.getSimpleName() + "." + name + ": " + e, e);
          }
        });
  }
}
