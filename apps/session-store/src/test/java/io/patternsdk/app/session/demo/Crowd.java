package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Browsers of many people, each on a thread of its own, that use one store at once. What they do
 * follows from the seed; when, from the store.
 */
final class Crowd implements AutoCloseable {
  private static final int BROWSERS_OF_ONE = 4;
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong visits = new AtomicLong();
  private final IntFunction<Asking> asking;
  private final Account account;
  private final int browsers;
  private final int visitsOfEach;

  Crowd(Door door, Account account, int browsers, int visitsOfEach) {
    Asking ofAll = new Asking(door, account, threads);
    this.asking = browser -> ofAll;
    this.account = account;
    this.browsers = browsers;
    this.visitsOfEach = visitsOfEach;
  }

  /** Makes one of which each browser has a door of its own. */
  Crowd(IntFunction<? extends Door> doors, Account account, int browsers, int visitsOfEach) {
    this.asking = browser -> new Asking(doors.apply(browser), account, threads);
    this.account = account;
    this.browsers = browsers;
    this.visitsOfEach = visitsOfEach;
  }

  /** Returns what share of its visits has been made. */
  double progress() {
    return (double) visits.get() / ((long) browsers * visitsOfEach);
  }

  /** Lets all of them visit, and then looks at everything that there should be. */
  void run(long seed) throws InterruptedException {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < browsers; i++) {
      String principal = "user-" + i / BROWSERS_OF_ONE;
      Browser browser = new Browser(asking.apply(i), new Random(seed + i), "b" + i, principal);
      all.add(() -> visit(browser));
    }
    await(all);
  }

  private boolean visit(Browser browser) throws InterruptedException {
    for (int i = 0; i < visitsOfEach; i++) {
      browser.visit();
      visits.incrementAndGet();
    }
    return true;
  }

  /** Asks for every session under each of its ids, and for the lists, when nobody else asks. */
  void audit() throws InterruptedException {
    audit(asking.apply(0));
  }

  /** Returns who asks at another door than that of a browser. */
  Asking at(Door door) {
    return new Asking(door, account, threads);
  }

  /** Lets somebody else do so. */
  void audit(Asking asking) throws InterruptedException {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (String id : account.ids(false)) {
      all.add(() -> asking.read(id, false).is(Kind.READ));
    }
    for (String principal : account.principals()) {
      all.add(() -> asking.list(principal).is(Kind.LIST));
    }
    all.add(() -> asking.list("").is(Kind.LIST));
    for (String id : account.ids(true)) {
      all.add(() -> awaitGone(asking, id));
    }
    await(all);
  }

  private boolean awaitGone(Asking asking, String id) throws InterruptedException {
    long end = System.nanoTime() + OVERDUE.toNanos();
    while (asking.read(id, false).outcome() != Outcome.GONE && System.nanoTime() < end) {
      Thread.sleep(Duration.ofMillis(200));
    }
    return true;
  }

  private void await(List<Callable<Boolean>> all) throws InterruptedException {
    for (Future<Boolean> each : threads.invokeAll(all)) {
      try {
        if (!each.get()) {
          throw new IllegalStateException("it did not come to its end");
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
