package io.patternsdk.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what this JVM holds with what it held before: threads, platform and virtual; open TCP
 * sockets and files, on Linux; and Netty's buffers, where Netty is on the class path.
 *
 * <p>What is counted belongs to the whole JVM, so nothing else may start or stop meanwhile. A
 * server, proxy or client that the test keeps is started before the first look.
 */
public final class Leaks {
  private static final Eventually GONE = Eventually.within(Duration.ofSeconds(30));

  private final Map<String, String> before;

  private Leaks(Map<String, String> before) {
    this.before = before;
  }

  /** Looks now; {@link #check} compares with this. */
  public static Leaks watch() {
    BufferLeaks.forget();
    return new Leaks(holdings());
  }

  /**
   * Runs {@code body} and returns when nothing of what it opened is left.
   *
   * @throws AssertionError if something is left after 30 seconds, naming all of it
   */
  public static void none(Eventually.Check body) throws Exception {
    Leaks leaks = watch();
    body.run();
    leaks.check();
  }

  /**
   * Returns when nothing is left that was not there at the first look.
   *
   * @throws AssertionError if something is after 30 seconds, naming all of it
   */
  public void check() {
    check(GONE);
  }

  /**
   * Returns when nothing is left that was not there at the first look.
   *
   * @throws AssertionError if something is after {@code patience}, naming all of it
   */
  public void check(Eventually patience) {
    patience.check(
        () -> {
          List<String> left = new ArrayList<>();
          holdings()
              .forEach(
                  (id, what) -> {
                    if (!before.containsKey(id)) {
                      left.add(what);
                    }
                  });
          if (!left.isEmpty()) {
            throw new AssertionError(left.size() + " leaked: " + String.join("; ", left));
          }
        });
    List<String> buffers = BufferLeaks.found();
    if (!buffers.isEmpty()) {
      throw new AssertionError(buffers.size() + " buffers leaked: " + String.join("; ", buffers));
    }
  }

  private static Map<String, String> holdings() {
    Map<String, String> all = new LinkedHashMap<>();
    LiveThreads.into(all);
    OpenSockets.into(all);
    OpenFiles.into(all);
    return all;
  }
}
