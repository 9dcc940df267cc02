package io.patternsdk.benchmarks.paired;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program of a JVM that runs a bench and leaves its lines in a file. */
final class Fork {
  private Fork() {}

  /** Takes the class of the bench and the file. */
  public static void main(String[] args) throws Exception {
    List<Line> lines = new ArrayList<>();
    Class<? extends Bench> type = Class.forName(args[0]).asSubclass(Bench.class);
    try (Bench bench = type.getConstructor().newInstance()) {
      for (Comparison comparison : bench.comparisons()) {
        for (int threads = 1; threads <= comparison.mostThreads(); threads++) {
          lines.addAll(comparison.run(threads));
        }
      }
    }
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      out.writeObject(lines.toArray(Line[]::new));
    }
    System.exit(0); // contenders may have threads that do not end
  }
}
