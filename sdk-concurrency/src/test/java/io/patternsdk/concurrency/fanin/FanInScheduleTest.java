package io.patternsdk.concurrency.fanin;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of feeding, reading, failing, ending, closing, interrupting and of time: a
 * fan-in does what a plain one does.
 */
class FanInScheduleTest {
  private static final int SCHEDULES = 20;
  private static final int STEPS = 80;

  @Test
  void aFanInDoesWhatAPlainOneDoes() throws Exception {
    Leaks leaks = Leaks.watch();
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          for (int i = 0; i < SCHEDULES; i++) {
            new Schedule(random).run();
          }
        });
    leaks.check();
  }

  private static final class Schedule {
    private final Random random;
    private final Heard heard = new Heard();
    private final List<String> told = new ArrayList<>();
    private final List<FedSource> sources = new ArrayList<>();
    private final MovableClock clock = MovableClock.create();
    private final PlainFanIn plain;
    private final FanIn<Integer> fanIn;
    private final StringBuilder story = new StringBuilder();
    private int items;

    Schedule(Random random) {
      this.random = random;
      int count = 1 + random.nextInt(4);
      int buffer = 1 + random.nextInt(4);
      boolean failFast = random.nextBoolean();
      plain = new PlainFanIn(count, buffer, failFast);
      FanInBuilder<Integer> builder = FanIn.<Integer>named("f").buffer(buffer).listener(heard);
      for (int i = 0; i < count; i++) {
        FedSource.AtInterrupt[] ways = FedSource.AtInterrupt.values();
        sources.add(new FedSource(ways[random.nextInt(ways.length)]));
        builder.source("s" + i, sources.get(i));
      }
      fanIn = failFast ? builder.start() : builder.keepGoing().start();
    }

    void run() {
      try {
        for (int i = 0; i < STEPS; i++) {
          step();
          settle();
        }
        close();
        settle();
        assertThat(heard.events).containsExactlyInAnyOrderElementsOf(told);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(e + " after" + story, e);
      } finally {
        fanIn.close();
      }
    }

    private void step() {
      switch (random.nextInt(100)) {
        case 0 -> close();
        case 1, 2 -> order(random.nextInt(sources.size()), FedSource.END);
        case 3, 4 -> fail(random.nextInt(sources.size()));
        case 5 -> read(Duration.ZERO);
        default -> {
          if (random.nextInt(5) < 2) {
            feedSome();
          } else {
            read(Duration.ofNanos(1 + random.nextInt(100_000)));
          }
        }
      }
    }

    /** Several at once: the sources do not depend on each other. */
    private void feedSome() {
      for (int i = random.nextInt(6); i >= 0; i--) {
        feed(random.nextInt(sources.size()));
      }
    }

    private void feed(int source) {
      order(source, items++);
    }

    private void fail(int source) {
      order(source, new IOException("lost " + source));
    }

    private void order(int source, Object order) {
      story.append("; ").append(source).append(' ').append(order);
      List<SourceSnapshot> before = plain.snapshot();
      plain.order(source, order);
      sources.get(source).order(order);
      tell(before);
    }

    /** Whatever has failed since then is told. */
    private void tell(List<SourceSnapshot> before) {
      List<SourceSnapshot> after = plain.snapshot();
      for (int i = 0; i < after.size(); i++) {
        if (after.get(i).state() == SourceState.FAILED
            && before.get(i).state() == SourceState.RUNNING) {
          told.add("f s" + i + " " + after.get(i).failure().orElseThrow());
        }
      }
    }

    private void close() {
      story.append("; close");
      plain.stop();
      fanIn.close();
    }

    /** Asks whether there is an item, or for one, for so long. */
    private void read(Duration patience) {
      boolean takes = random.nextInt(3) > 0;
      story.append(takes ? "; next" : "; hasNext");
      Deadline deadline = random.nextBoolean() ? Deadline.NONE : Deadline.after(patience, clock);
      boolean late = deadline.passed();
      List<SourceSnapshot> before = plain.snapshot();
      if (late || !plain.wouldWait()) {
        String expected = takes ? plain.next(late) : plain.hasNext(late);
        tell(before);
        assertThat(deadline.run(() -> takes ? next() : hasNext())).isEqualTo(expected);
      } else {
        wait(deadline, takes);
      }
    }

    /** Reads on a thread of its own, and makes the wait end in one way or another. */
    private void wait(Deadline deadline, boolean takes) {
      story.append(" waits");
      CompletableFuture<String> result = new CompletableFuture<>();
      Thread reader =
          Thread.startVirtualThread(
              () -> result.complete(deadline.run(() -> takes ? next() : hasNext())));
      if (random.nextBoolean()) { // else it may not wait yet
        spinUntil(() -> waits(reader));
      }
      boolean late = false;
      boolean interrupted = false;
      while (plain.wouldWait() && !late && !interrupted) {
        settle();
        int source = random.nextInt(sources.size());
        switch (random.nextInt(12)) {
          case 0 -> close();
          case 1 -> fail(source);
          case 2 -> order(source, FedSource.END);
          case 3 -> {
            reader.interrupt();
            interrupted = true;
          }
          case 4, 5, 6 -> {
            clock.advance(Duration.ofNanos(random.nextInt(60_000)));
            late = deadline.passed();
          }
          default -> feed(source);
        }
      }
      String answer = result.orTimeout(20, TimeUnit.SECONDS).join();
      if (interrupted) {
        plain.stop();
        assertThat(answer).isEqualTo("interrupted");
      } else {
        assertThat(answer).isEqualTo(takes ? plain.next(late) : plain.hasNext(late));
      }
    }

    private static boolean waits(Thread reader) {
      return switch (reader.getState()) {
        case WAITING, TIMED_WAITING, TERMINATED -> true;
        default -> false;
      };
    }

    private String hasNext() {
      return ask(it -> String.valueOf(it.hasNext()));
    }

    private String next() {
      return ask(it -> String.valueOf(it.next()));
    }

    private String ask(Function<FanIn<Integer>, String> question) {
      try {
        return question.apply(fanIn);
      } catch (NoSuchElementException e) {
        return "no more";
      } catch (BackendException e) {
        return e.kind() == ErrorKind.CANCELLED
            ? "interrupted"
            : "failed: " + e.getCause().getMessage();
      }
    }

    /** Waits until the threads of the sources have done all that they can do now. */
    private void settle() {
      spinUntil(this::settled);
      Eventually.within(Duration.ofMinutes(1))
          .check(
              () -> {
                assertThat(fanIn.snapshot()).isEqualTo(plain.snapshot());
                assertThat(handedOn()).isEqualTo(plain.handedOn());
              });
    }

    private static void spinUntil(BooleanSupplier ready) {
      for (int i = 0; i < 100_000 && !ready.getAsBoolean(); i++) {
        Thread.yield();
      }
    }

    private boolean settled() {
      return fanIn.snapshot().equals(plain.snapshot()) && handedOn().equals(plain.handedOn());
    }

    private List<Integer> handedOn() {
      return sources.stream().map(FedSource::handedOn).toList();
    }
  }
}
