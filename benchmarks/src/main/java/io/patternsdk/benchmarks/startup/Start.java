package io.patternsdk.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One start of a program.
 *
 * @param millis from exec until it says that it is ready
 * @param processorMillis what it has worked by then, on all cores together
 * @param residentMegabytes its memory then
 * @param undisturbed whether other processes left it (nearly) all of the machine
 */
record Start(double millis, double processorMillis, double residentMegabytes, boolean undisturbed) {
  private static final double SHARE_OF_OTHERS = 0.10;

  /** Starts a program, waits until it is ready, asks it to stop, and waits until it has. */
  static Start of(Contender contender) throws IOException, InterruptedException {
    Load before = Load.now();
    long begun = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(contender.command());
    builder.environment().putAll(contender.environment());
    Process process = builder.redirectErrorStream(true).start();
    List<String> log = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.contains(": ready, ")) {
        log.add(line);
        line = out.readLine();
      }
      long took = System.nanoTime() - begun;
      if (line == null) {
        throw new IllegalStateException("not ready:\n" + String.join("\n", log));
      }
      double processor = processorMillis(process);
      boolean undisturbed =
          Load.now().othersSince(before, processor / 10, (double) took) < SHARE_OF_OTHERS;
      double resident = resident(process);
      process.toHandle().destroy(); // and its output can still be read
      while (line != null) {
        line = out.readLine();
      }
      return new Start(took / 1e6, processor, resident, undisturbed);
    } finally {
      if (!process.waitFor(60, TimeUnit.SECONDS)) { // a cache may be made
        process.destroyForcibly();
      }
    }
  }

  /** With that of processes which it has waited for, such as what a script asks first. */
  private static double processorMillis(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int field = 11; field < 15; field++) { // utime, stime, cutime, cstime
      ticks += Double.parseDouble(fields[field]);
    }
    return ticks * 10; // a tick is a hundredth of a second on Linux
  }

  private static double resident(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1_000)
        .findFirst()
        .orElse(Double.NaN);
  }
}
