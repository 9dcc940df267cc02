package io.patternsdk.testkit;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Netty's leak detector that keeps its reports for {@link Leaks}. Netty makes it where the system
 * property {@code io.netty.customResourceLeakDetector} names it.
 *
 * @param <T> what is watched
 */
public final class NettyLeakDetector<T> extends ResourceLeakDetector<T> {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

  /** Called by Netty. */
  public NettyLeakDetector(Class<?> resource, int samplingInterval) {
    super(resource, samplingInterval);
  }

  static List<String> reports() {
    return List.copyOf(REPORTS);
  }

  static void forget() {
    REPORTS.clear();
  }

  // Netty reports what reads the same only once in its life: a number makes each report another.
  @Override
  protected Object getInitialHint(String resource) {
    return "buffer " + NUMBERS.incrementAndGet();
  }

  @Override
  protected void reportTracedLeak(String resource, String records) {
    REPORTS.add(resource + " not released:" + records);
  }

  @Override
  protected void reportUntracedLeak(String resource) {
    REPORTS.add(resource + " not released");
  }
}
