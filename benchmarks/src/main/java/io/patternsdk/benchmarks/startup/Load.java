package io.patternsdk.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the machine has worked so far, in hundredths of a second of a core.
 *
 * @param machine all processes together
 * @param own this process
 */
record Load(double machine, double own) {

  static Load now() throws IOException {
    List<String> numbers =
        List.of(Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +"));
    double busy = 0;
    for (int field : new int[] {1, 2, 3, 6, 7, 8}) { // all but idle and waiting for a disk
      busy += Double.parseDouble(numbers.get(field));
    }
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return new Load(busy, own.toMillis() / 10.0);
  }

  /** The share of all cores that went to neither this process nor {@code child}. */
  double othersSince(Load before, double child, double nanos) {
    double others = machine - before.machine - (own - before.own) - child;
    return others / (nanos / 1e7 * Runtime.getRuntime().availableProcessors());
  }
}
