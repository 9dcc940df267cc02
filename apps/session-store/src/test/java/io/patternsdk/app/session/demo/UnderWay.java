package io.patternsdk.app.session.demo;

import io.patternsdk.app.testing.Screen;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A crowd that is visiting, while somebody else does harm; how it goes is shown. */
final class UnderWay {
  private static final Duration SHOWN = Duration.ofSeconds(2);

  private final Crowd crowd;
  private final Account account;
  private final Screen screen;
  private final CompletableFuture<Void> visits = new CompletableFuture<>();
  private final long began = System.nanoTime();

  private UnderWay(Crowd crowd, Account account, Screen screen) {
    this.crowd = crowd;
    this.account = account;
    this.screen = screen;
  }

  /** Lets a crowd visit, on threads of its own. */
  static UnderWay start(Crowd crowd, Account account, Screen screen, long seed) {
    UnderWay all = new UnderWay(crowd, account, screen);
    Thread unused = Thread.ofVirtual().start(() -> all.run(seed));
    return all;
  }

  private void run(long seed) {
    try {
      crowd.run(seed);
      visits.complete(null);
    } catch (InterruptedException | RuntimeException e) {
      visits.completeExceptionally(e);
    }
  }

  /** Waits until the crowd has made such a share of its visits. */
  void until(double share) throws InterruptedException {
    until(share, Duration.ofDays(1));
  }

  /** Waits until the crowd has made such a share of its visits, or so long. */
  void until(double share, Duration most) throws InterruptedException {
    long since = System.nanoTime();
    long shown = since;
    while (crowd.progress() < share
        && !visits.isDone()
        && System.nanoTime() - since < most.toNanos()) {
      Thread.sleep(Duration.ofMillis(10));
      if (System.nanoTime() - shown > SHOWN.toNanos()) {
        shown = System.nanoTime();
        screen.line(
            "",
            "%3.0f s: %3.0f %% of the visits, %d operations, %d ends told"
                .formatted(
                    (shown - began) / 1e9, 100 * crowd.progress(), done(), account.endings()));
      }
    }
    if (visits.isCompletedExceptionally()) {
      throw new CompletionException(visits.exceptionNow());
    }
  }

  private long done() {
    return account.count(Outcome.DONE) + account.count(Outcome.GONE);
  }

  /** Waits until all have made their visits, and says how many that were. */
  void end(int browsers) throws InterruptedException {
    until(1);
    visits.join();
    double seconds = (System.nanoTime() - began) / 1e9;
    screen.line(
        "crowd",
        "%d browsers, %d sessions, %d operations in %.1f s, %.0f/s"
            .formatted(
                browsers,
                account.ids(true).size() + account.ids(false).size(),
                done(),
                seconds,
                done() / seconds));
    screen.line(
        "",
        "%d told that the session has ended, %d without an answer that says what became of them"
            .formatted(account.count(Outcome.GONE), account.count(Outcome.UNKNOWN)));
  }
}
