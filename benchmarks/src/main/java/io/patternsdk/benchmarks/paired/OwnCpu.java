package io.patternsdk.benchmarks.paired;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Takes turns and counts the processor time that the whole process used meanwhile. */
public final class OwnCpu implements Contender.Turn {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Contender.Turn turn;
  private final List<Used> all = new ArrayList<>();

  /** Counts for these turns. */
  public OwnCpu(Contender.Turn turn) {
    this.turn = turn;
  }

  private record Used(long nanos, long calls) {}

  @Override
  public long take(int times) {
    long before = SYSTEM.getProcessCpuTime();
    long result = turn.take(times);
    all.add(new Used(SYSTEM.getProcessCpuTime() - before, times));
    return result;
  }

  /**
   * Returns the nanoseconds for each call, over the last so many turns together: the system counts
   * in steps of some milliseconds.
   */
  public double nanos(int turns) {
    List<Used> last = all.subList(Math.max(0, all.size() - turns), all.size());
    long nanos = last.stream().mapToLong(Used::nanos).sum();
    return (double) nanos / last.stream().mapToLong(Used::calls).sum();
  }
}
