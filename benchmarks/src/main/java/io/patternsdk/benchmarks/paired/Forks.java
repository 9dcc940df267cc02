package io.patternsdk.benchmarks.paired;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a bench in several JVMs, one after the other, each with the flags of this one, and takes the
 * medians of what they measure: what the compiler makes of the work differs from JVM to JVM, and
 * more so where threads meet.
 */
public final class Forks {
  private Forks() {}

  /** Runs it and prints the median of each line over the JVMs. */
  public static Measured run(Class<? extends Bench> bench, int forks) throws Exception {
    List<Line[]> runs = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      runs.add(fork(bench));
    }
    Measured measured = Measured.median(runs);
    measured.print();
    return measured;
  }

  private static Line[] fork(Class<? extends Bench> bench) throws Exception {
    Path file = Files.createTempFile("bench", ".lines");
    try {
      int code = new ProcessBuilder(command(bench, file)).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException(bench.getName() + " ended with " + code);
      }
      try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
        return (Line[]) in.readObject();
      }
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> command(Class<? extends Bench> bench, Path file) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Fork.class.getName()));
    command.addAll(List.of(bench.getName(), file.toString()));
    return command;
  }
}
