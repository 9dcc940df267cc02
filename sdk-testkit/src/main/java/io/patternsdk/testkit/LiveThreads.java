package io.patternsdk.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The threads of this JVM, virtual ones included, without those that the JDK, JUnit and the testkit
 * keep for themselves.
 */
final class LiveThreads {
  private static final Pattern VIRTUAL = Pattern.compile("#(\\d+) \"(.*)\" virtual\\b.*");
  private static final Set<String> GROUPS_OF_THE_JDK =
      Set.of("system", "InnocuousThreadGroup", "CarrierThreads");
  private static final Pattern KEPT =
      Pattern.compile(
          "ForkJoinPool\\.commonPool-.*|CompletableFutureDelayScheduler"
              + "|junit-jupiter-timeout-watcher|testkit-spawner");

  private LiveThreads() {}

  static void into(Map<String, String> all) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!kept(thread)) {
        all.put("thread " + thread.threadId(), "thread " + thread.getName());
      }
    }
    for (String line : dump()) {
      Matcher virtual = VIRTUAL.matcher(line);
      if (virtual.matches()) {
        all.put("thread " + virtual.group(1), "virtual thread " + line);
      }
    }
  }

  private static boolean kept(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null
        || GROUPS_OF_THE_JDK.contains(group.getName())
        || KEPT.matcher(thread.getName()).matches();
  }

  // The only list of virtual threads that the JDK offers. It does not overwrite: a new directory.
  private static Iterable<String> dump() {
    try {
      Path directory = Files.createTempDirectory("patternsdk-threads-");
      Path file = directory.resolve("dump");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return Files.readAllLines(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the threads", e);
    }
  }
}
