package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Finding.Fault;
import io.patternsdk.app.session.demo.Operation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was asked of a store and answered, written down by those who asked, and whether a store that
 * loses nothing can have answered so. It knows nothing of how the store works. Recording is
 * thread-safe; judging is for when all have ended.
 */
final class Account {
  private final boolean regions;
  private final AtomicLong counter = new AtomicLong();
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
  private final Queue<Ending> endings = new ConcurrentLinkedQueue<>();
  private final Map<Outcome, AtomicLong> counts =
      Map.of(
          Outcome.DONE, new AtomicLong(),
          Outcome.GONE, new AtomicLong(),
          Outcome.NOTHING, new AtomicLong(),
          Outcome.UNKNOWN, new AtomicLong());
  private long settled;

  /** Makes that of a store with one region. */
  Account() {
    this(false);
  }

  private Account(boolean regions) {
    this.regions = regions;
  }

  /**
   * Makes that of a store with several. Who shows what it was given is to see at once what it has
   * written itself, elsewhere too; what others did is to be seen once all are settled. Which
   * process tells of an end, and whether only one was told that it ended a session, is not judged.
   */
  static Account ofRegions() {
    return new Account(true);
  }

  /** Says that from now on all regions are to answer the same. */
  void settle() {
    settled = now();
  }

  /** Returns the next moment of the common counter. */
  long now() {
    return counter.incrementAndGet();
  }

  void add(Operation operation) {
    operations.add(operation);
    counts.get(operation.outcome()).incrementAndGet();
  }

  /** Notes what a process told of an end. */
  void add(Ending ending) {
    endings.add(ending);
  }

  long count(Outcome outcome) {
    return counts.get(outcome).get();
  }

  long endings() {
    return endings.size();
  }

  /**
   * Returns the ids of all sessions that were given out, of those of brief ones or of the others.
   */
  Set<String> ids(boolean brief) {
    Set<String> ids = new LinkedHashSet<>();
    for (Operation each : operations) {
      if (each.done() && !brief && each.is(Kind.RENAME)) {
        ids.add(each.told());
      } else if (each.done() && each.is(brief ? Kind.CREATE_BRIEF : Kind.CREATE)) {
        ids.add(each.subject());
      }
    }
    return ids;
  }

  Set<String> principals() {
    Set<String> names = new LinkedHashSet<>();
    operations.stream()
        .filter(each -> each.is(Kind.LOGIN))
        .forEach(login -> names.add(login.told()));
    return names;
  }

  /** Returns all that cannot have been right. */
  List<Finding> judge() {
    List<Finding> found = new ArrayList<>();
    Map<String, Line> lines = lines();
    Set<Line> each = new LinkedHashSet<>(lines.values());
    each.forEach(line -> line.judge(found::add));
    listed(lines, each, found);
    if (!regions) {
      told(lines, each, found);
    }
    return found;
  }

  private Map<String, Line> lines() {
    Map<String, Line> lines = new HashMap<>();
    List<Operation> renames = new ArrayList<>();
    Map<String, List<Operation>> logouts = new HashMap<>();
    for (Operation each : operations) {
      if (each.done() && (each.is(Kind.CREATE) || each.is(Kind.CREATE_BRIEF))) {
        lines.put(each.subject(), regions ? Line.ofRegions(each, settled) : new Line(each));
      } else if (each.done() && each.is(Kind.RENAME)) {
        renames.add(each);
      } else if (each.is(Kind.LOGOUT)) {
        logouts.computeIfAbsent(each.subject(), name -> new ArrayList<>()).add(each);
      }
    }
    renames.sort((one, other) -> Long.compare(one.ended(), other.ended()));
    for (Operation rename : renames) {
      Line line = lines.get(rename.subject());
      line.renamed(rename.told());
      lines.put(rename.told(), line);
    }
    for (Operation each : operations) {
      if (lines.containsKey(each.subject())) {
        lines.get(each.subject()).add(each);
      }
    }
    for (Line line : new LinkedHashSet<>(lines.values())) {
      line.principals().forEach(name -> line.logouts(logouts.getOrDefault(name, List.of())));
    }
    return lines;
  }

  /** How many sessions there may be, or have been, of which nobody got the id. */
  private long nameless() {
    return operations.stream()
        .filter(each -> each.outcome() == Outcome.UNKNOWN)
        .filter(each -> each.is(Kind.CREATE) || each.is(Kind.CREATE_BRIEF) || each.is(Kind.RENAME))
        .count();
  }

  private void listed(Map<String, Line> lines, Set<Line> each, List<Finding> found) {
    Map<String, Set<Line>> ofPrincipals = new HashMap<>();
    for (Line line : each) {
      for (String name : line.principals()) {
        ofPrincipals.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(line);
      }
    }
    for (Operation list : operations.stream().filter(all -> all.is(Kind.LIST)).toList()) {
      Set<String> ids = list.values().keySet();
      long strangers = ids.stream().filter(id -> !lines.containsKey(id)).count();
      if (strangers > nameless()) {
        found.add(new Finding(Fault.LISTED_WRONGLY, strangers + " that nobody made"));
      }
      Set<Line> concerned = new LinkedHashSet<>(each);
      if (!list.subject().isEmpty()) {
        concerned = new LinkedHashSet<>(ofPrincipals.getOrDefault(list.subject(), Set.of()));
        ids.stream().filter(lines::containsKey).map(lines::get).forEach(concerned::add);
      }
      concerned.forEach(line -> listed(line, list, found));
    }
  }

  private static void listed(Line line, Operation list, List<Finding> found) {
    String of = list.subject();
    for (String id : line.ids()) {
      boolean listed = list.values().containsKey(id);
      boolean due = of.isEmpty() || line.loggedIn(of, list.begun());
      if (listed && line.mustEnd(id) < list.begun()) {
        found.add(new Finding(Fault.RESURRECTED, id + " had ended and is listed"));
      } else if (!listed && due && id.equals(line.last()) && line.mayEnd(id) > list.ended()) {
        found.add(new Finding(Fault.LISTED_WRONGLY, id + " is there and not listed"));
      }
    }
  }

  private void told(Map<String, Line> lines, Set<Line> each, List<Finding> found) {
    Map<String, List<Ending>> byId = new HashMap<>();
    for (Ending one : endings) {
      boolean known = lines.containsKey(one.id()) || !lines.containsKey(one.former());
      byId.computeIfAbsent(known ? one.id() : one.former(), id -> new ArrayList<>()).add(one);
    }
    long strangers = byId.keySet().stream().filter(id -> !lines.containsKey(id)).count();
    if (strangers > nameless()) {
      found.add(new Finding(Fault.TOLD_FALSELY, strangers + " ends of sessions that nobody made"));
    }
    byId.forEach(
        (id, all) -> {
          if (all.size() > 1) {
            found.add(new Finding(Fault.TOLD_TWICE, all.toString()));
          }
          if (lines.containsKey(id) && !lines.get(id).mayBeTold(all.getFirst())) {
            found.add(new Finding(Fault.TOLD_FALSELY, all.toString()));
          }
        });
    for (Line line : each) {
      if (line.mustBeTold() && !byId.containsKey(line.last())) {
        found.add(new Finding(Fault.NEVER_TOLD, line.toString()));
      }
    }
  }
}
