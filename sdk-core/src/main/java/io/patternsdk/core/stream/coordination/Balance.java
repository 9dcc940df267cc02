package io.patternsdk.core.stream.coordination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a member should do so that all have the same number of partitions, give or take one. Whoever
 * owns or wants a partition takes part; what is wanted counts for who wants it, so that those who
 * come together do not ask for the same.
 */
final class Balance {
  private final List<Integer> take = new ArrayList<>();
  private final List<Integer> want = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final String member;

  private Balance(String member) {
    this.member = member;
  }

  /**
   * A lease as a member sees it.
   *
   * @param partition the partition
   * @param lease the lease
   * @param dead whether its owner has not shown for the lease time that it lives
   * @param due whether the member has waited for the lease time for what it wants
   */
  record View(int partition, Lease lease, boolean dead, boolean due) {
    boolean free() {
      return lease.owner() == null || dead;
    }
  }

  static Balance of(String member, Collection<View> views) {
    Balance balance = new Balance(member);
    balance.count(views);
    balance.take(views);
    balance.want(views);
    return balance;
  }

  /** Partitions to take at once. */
  List<Integer> take() {
    return take;
  }

  /** Partitions to ask their owners for. */
  List<Integer> want() {
    return want;
  }

  private void count(Collection<View> views) {
    counts.put(member, 0);
    for (View view : views) {
      if (!view.free()) {
        add(view.lease().owner(), 0);
        add(next(view.lease()), 1);
      }
    }
  }

  private void add(@Nullable String who, int partitions) {
    if (who != null) {
      counts.merge(who, partitions, Integer::sum);
    }
  }

  private static @Nullable String next(Lease lease) {
    return lease.wanted() != null ? lease.wanted() : lease.owner();
  }

  private int own() {
    return counts.getOrDefault(member, 0);
  }

  private void take(Collection<View> views) {
    int share = Math.ceilDiv(views.size(), counts.size());
    for (View view : views) {
      if (view.due()) {
        take.add(view.partition());
      } else if (view.free() && own() < share) {
        take.add(view.partition());
        add(member, 1);
      }
    }
  }

  private void want(Collection<View> views) {
    List<View> left = new ArrayList<>(views);
    left.removeIf(view -> view.free() || view.lease().wanted() != null);
    while (true) {
      Optional<View> richest =
          left.stream()
              .filter(view -> !view.lease().ownedBy(member))
              .reduce((one, other) -> count(other) > count(one) ? other : one);
      if (richest.isEmpty() || count(richest.get()) - own() < 2) {
        return;
      }
      left.remove(richest.get());
      want.add(richest.get().partition());
      add(richest.get().lease().owner(), -1);
      add(member, 1);
    }
  }

  private int count(View view) {
    String owner = view.lease().owner();
    return owner == null ? 0 : counts.getOrDefault(owner, 0);
  }
}
