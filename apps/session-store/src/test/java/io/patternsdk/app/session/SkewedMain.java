package io.patternsdk.app.session;

import io.patternsdk.core.Clock;
import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.session.SessionStoreProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Runs the session store as {@link Main} does, by a clock that is ahead of the machine's. */
public final class SkewedMain {
  private SkewedMain() {}

  /** Runs it: how far its clock is ahead, and what the program itself takes. */
  public static void main(String[] args) {
    Runner<?> runner =
        Runner.of(new SessionStoreProvider())
            .service(HttpFront.routes(SessionRoutes::of))
            .clock(new Ahead(Duration.parse(args[0])));
    Runner.main(runner, Arrays.copyOfRange(args, 1, args.length));
  }

  /** The machine's clock, ahead. */
  private record Ahead(Duration by) implements Clock {
    @Override
    public long nanoTime() {
      return Clock.system().nanoTime();
    }

    @Override
    public Instant now() {
      return Clock.system().now().plus(by);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Clock.system().sleep(duration);
    }
  }
}
