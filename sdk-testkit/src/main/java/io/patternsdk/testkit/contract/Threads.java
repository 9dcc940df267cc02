package io.patternsdk.testkit.contract;

import java.util.HashSet;
import java.util.Set;

/** The platform threads of this process; virtual ones end with what they wait for. */
final class Threads {
  private Threads() {}

  static Set<Thread> running() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  /** Returns the threads that run and did not run before, without those of the JDK itself. */
  static Set<Thread> runningBeside(Set<Thread> before) {
    Set<Thread> left = new HashSet<>(running());
    left.removeAll(before);
    left.removeIf(thread -> ofTheJdk(thread));
    return left;
  }

  private static boolean ofTheJdk(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    String name = thread.getName();
    return group == null
        || group.getName().equals("system")
        || group.getName().equals("InnocuousThreadGroup")
        || name.startsWith("ForkJoinPool")
        || name.startsWith("VirtualThread-unparker")
        || name.startsWith("junit-timeout-thread");
  }
}
