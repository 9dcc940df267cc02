package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Runs dynamic tests by hand, to see which of them fail. */
public final class Nodes {
  private Nodes() {}

  /** Runs all and returns the names of those that failed. */
  public static List<String> failures(Stream<? extends DynamicNode> nodes) {
    List<String> failures = new ArrayList<>();
    run(nodes, name -> true, failures);
    return failures;
  }

  /** Runs those of a name and returns it once for each that failed. */
  public static List<String> failures(Stream<? extends DynamicNode> nodes, String name) {
    List<String> failures = new ArrayList<>();
    run(nodes, name::equals, failures);
    return failures;
  }

  private static void run(
      Stream<? extends DynamicNode> nodes, Predicate<String> names, List<String> failures) {
    try (nodes) {
      nodes.forEachOrdered(
          node -> {
            switch (node) {
              case DynamicTest test -> {
                if (names.test(test.getDisplayName())
                    && catchThrowable(() -> test.getExecutable().execute()) != null) {
                  failures.add(test.getDisplayName());
                }
              }
              case DynamicContainer container -> run(container.getChildren(), names, failures);
              default -> throw new AssertionError("a node of another kind: " + node);
            }
          });
    }
  }
}
