package io.patternsdk.concurrency.fanin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a fan-in does, on one thread: the sources obey at once and stop where they would wait. */
final class PlainFanIn {
  private final List<Source> sources = new ArrayList<>();
  private final int buffer;
  private final boolean failFast;
  private int turn;
  private boolean promised;
  private boolean stopped;
  private @Nullable Exception failure;

  PlainFanIn(int sources, int buffer, boolean failFast) {
    for (int i = 0; i < sources; i++) {
      this.sources.add(new Source("s" + i));
    }
    this.buffer = buffer;
    this.failFast = failFast;
  }

  void order(int source, Object order) {
    Source it = sources.get(source);
    it.orders.add(order);
    obey(it);
  }

  private void obey(Source it) {
    while (it.running() && it.inHand == null && !it.orders.isEmpty()) {
      switch (it.orders.remove()) {
        case Integer item -> {
          it.handedOn++;
          if (it.waiting.size() < buffer) {
            it.waiting.add(item);
          } else {
            it.inHand = item;
          }
        }
        case Exception thrown -> fail(it, thrown);
        default -> it.state = SourceState.ENDED;
      }
    }
  }

  private void fail(Source it, Exception thrown) {
    it.state = SourceState.FAILED;
    it.failure = thrown;
    if (failFast) {
      failure = thrown;
      stop();
    }
  }

  /** Cuts the sources short; what one had in its hand is left. */
  void stop() {
    stopped = true;
    for (Source it : sources) {
      if (it.running()) {
        it.state = SourceState.CANCELLED;
        it.letGo();
      }
    }
  }

  /** Tells whether who asks for an item would wait for one. */
  boolean wouldWait() {
    return !promised && !stopped && !anyWaits() && sources.stream().anyMatch(Source::running);
  }

  boolean anyWaits() {
    return sources.stream().anyMatch(it -> !it.waiting.isEmpty());
  }

  /** What hasNext does, where it does not wait. */
  String hasNext(boolean late) {
    if (!promised && failure != null) {
      return "failed: " + failure.getMessage();
    }
    promised |= !stopped && !late && anyWaits();
    if (!promised) {
      stop();
    }
    return String.valueOf(promised);
  }

  /** What next does, where it does not wait. */
  String next(boolean late) {
    String has = hasNext(late);
    return switch (has) {
      case "true" -> String.valueOf(take());
      case "false" -> "no more";
      default -> has;
    };
  }

  private int take() {
    promised = false;
    while (sources.get(turn % sources.size()).waiting.isEmpty()) {
      turn++;
    }
    Source it = sources.get(turn++ % sources.size());
    int item = it.waiting.remove();
    it.passed++;
    if (it.running()) {
      it.letGo();
      obey(it);
    }
    return item;
  }

  List<SourceSnapshot> snapshot() {
    return sources.stream().map(Source::snapshot).toList();
  }

  List<Integer> handedOn() {
    return sources.stream().map(it -> it.handedOn).toList();
  }

  boolean running(int source) {
    return sources.get(source).running();
  }

  private static final class Source {
    private final String name;
    private final Queue<Object> orders = new ArrayDeque<>();
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private @Nullable Integer inHand;
    private SourceState state = SourceState.RUNNING;
    private @Nullable Exception failure;
    private int handedOn;
    private long passed;

    Source(String name) {
      this.name = name;
    }

    boolean running() {
      return state == SourceState.RUNNING;
    }

    void letGo() {
      if (inHand != null) {
        waiting.add(inHand);
        inHand = null;
      }
    }

    SourceSnapshot snapshot() {
      return new SourceSnapshot(name, state, passed, waiting.size(), Optional.ofNullable(failure));
    }
  }
}
