package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Finding.Fault;
import io.patternsdk.app.session.demo.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked of one session under all the ids that it has had, and what follows from that. */
final class Line {
  private static final long NEVER = Long.MAX_VALUE;

  private final Operation created;
  private final boolean regions;
  private final long settled;
  private final List<String> ids = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Operation> logouts = new ArrayList<>();
  private final Map<String, Long> mayEnd = new HashMap<>();
  private final Map<String, Long> mustEnd = new HashMap<>();

  Line(Operation created) {
    this(created, false, 0);
  }

  private Line(Operation created, boolean regions, long settled) {
    this.created = created;
    this.regions = regions;
    this.settled = settled;
    ids.add(created.subject());
  }

  /** Makes one of several regions, which answer the same from a moment on. */
  static Line ofRegions(Operation created, long settled) {
    return new Line(created, true, settled);
  }

  /** Adds the id that it got. */
  void renamed(String id) {
    ids.add(id);
  }

  /** Adds what was asked of it. */
  void add(Operation operation) {
    operations.add(operation);
  }

  /** Adds the logouts of a principal that it belonged to. */
  void logouts(List<Operation> ofPrincipal) {
    logouts.addAll(ofPrincipal);
  }

  List<String> ids() {
    return ids;
  }

  String last() {
    return ids.getLast();
  }

  boolean brief() {
    return created.is(Kind.CREATE_BRIEF);
  }

  private List<Operation> of(Kind kind) {
    return operations.stream().filter(each -> each.is(kind)).toList();
  }

  Set<String> principals() {
    Set<String> names = new TreeSet<>();
    of(Kind.LOGIN).forEach(login -> names.add(login.told()));
    return names;
  }

  /** The logouts that may have ended it. */
  private List<Operation> threats() {
    return logouts.stream()
        .filter(Operation::perhaps)
        .filter(
            out ->
                of(Kind.LOGIN).stream()
                    .anyMatch(
                        in ->
                            in.perhaps()
                                && in.told().equals(out.subject())
                                && (in.begun() < out.ended() || isElsewhere(in, out))))
        .toList();
  }

  /** Whether one was asked in another region, so that the news of it may have come late. */
  private static boolean isElsewhere(Operation one, Operation other) {
    return !one.region().equals(other.region());
  }

  /** From when on it may be gone under an id, for all that was asked. */
  long mayEnd(String id) {
    return mayEnd.computeIfAbsent(id, this::firstThreat);
  }

  private long firstThreat(String id) {
    if (brief()) {
      return created.begun();
    }
    long from = NEVER;
    for (Operation each : operations) {
      boolean ends =
          each.is(Kind.DELETE) && each.perhaps() && !each.told().equals("false")
              || each.is(Kind.RENAME) && each.perhaps();
      if (ends && each.subject().equals(id)) {
        from = Math.min(from, each.begun());
      }
    }
    for (Operation out : threats()) {
      from = Math.min(from, out.begun());
    }
    return from;
  }

  /** From when on it must be gone under an id: an end was acknowledged, or somebody saw it gone. */
  long mustEnd(String id) {
    return mustEnd.computeIfAbsent(id, this::firstEnd);
  }

  private long firstEnd(String id) {
    long from = NEVER;
    for (Operation each : operations) {
      boolean others = each.outcome() == Outcome.GONE || each.told().equals("false");
      boolean over = others || each.done() && (each.is(Kind.DELETE) || each.is(Kind.RENAME));
      if (over && each.subject().equals(id)) {
        from = Math.min(from, others ? Math.max(each.ended(), settled) : each.ended());
      }
    }
    for (Operation out : threats()) {
      if (out.done() && (regions ? loggedInThere(out) : loggedIn(out.subject(), out.begun()))) {
        from = Math.min(from, Math.max(Math.max(out.ended(), settled), renamedDuring(out)));
      }
    }
    return from;
  }

  /**
   * Whether it was logged in before a logout in the same region, under the id that it has kept: who
   * has it by another may have got that in another region meanwhile.
   */
  private boolean loggedInThere(Operation logout) {
    return of(Kind.LOGIN).stream()
        .filter(in -> in.done() && in.told().equals(logout.subject()))
        .filter(in -> in.ended() < logout.begun() && !isElsewhere(in, logout))
        .anyMatch(
            in ->
                of(Kind.RENAME).stream()
                    .noneMatch(each -> each.perhaps() && each.ended() > in.begun()));
  }

  /** Whether its login as a principal was acknowledged before a moment. */
  boolean loggedIn(String principal, long before) {
    return of(Kind.LOGIN).stream()
        .anyMatch(in -> in.done() && in.told().equals(principal) && in.ended() < before);
  }

  /** When it had got another id whose change had begun before a logout ended. */
  private long renamedDuring(Operation logout) {
    return of(Kind.RENAME).stream()
        .filter(each -> each.done() && each.begun() < logout.ended())
        .mapToLong(Operation::ended)
        .max()
        .orElse(0);
  }

  /** Compares what was answered with what may have been. */
  void judge(Consumer<Finding> found) {
    for (Operation each : operations) {
      String id = each.subject();
      boolean gone = each.outcome() == Outcome.GONE || each.done() && each.told().equals("false");
      boolean there = each.done() && !each.is(Kind.DELETE);
      if (gone && each.ended() < mayEnd(id)) {
        found.accept(new Finding(Fault.LOST_SESSION, id + " nobody ended it, and " + each));
      } else if (there && each.begun() > mustEnd(id)) {
        found.accept(new Finding(Fault.RESURRECTED, id + " had ended, and " + each));
      } else if (there && (each.is(Kind.READ) || each.is(Kind.RENAME))) {
        attributes(each, found);
      }
    }
    if (!regions
        && of(Kind.DELETE).stream().filter(each -> each.told().equals("true")).count() > 1) {
      found.accept(new Finding(Fault.ENDED_TWICE, last()));
    }
    if (brief() && of(Kind.READ).stream().noneMatch(each -> each.outcome() == Outcome.GONE)) {
      found.accept(new Finding(Fault.OVERDUE, last()));
    }
  }

  private void attributes(Operation read, Consumer<Finding> found) {
    List<Operation> writes = writes();
    Set<String> names = new TreeSet<>(read.values().keySet());
    writes.forEach(write -> names.addAll(write.values().keySet()));
    for (String name : names) {
      String value = read.values().getOrDefault(name, Operation.REMOVED);
      if (writes.stream().noneMatch(write -> explains(write, writes, name, value, read))) {
        found.accept(
            new Finding(
                Fault.LOST_WRITE, "attribute " + name + " is \"" + value + "\", by " + read));
      }
    }
  }

  private List<Operation> writes() {
    List<Operation> writes = new ArrayList<>(List.of(created));
    of(Kind.WRITE).stream().filter(Operation::perhaps).forEach(writes::add);
    return writes;
  }

  private static boolean explains(
      Operation write, List<Operation> writes, String name, String value, Operation read) {
    if (!value(write, name).equals(value) || write.begun() > read.ended()) {
      return false;
    }
    return write.outcome() == Outcome.UNKNOWN
        || writes.stream()
            .noneMatch(
                later ->
                    later.done()
                        && later.values().containsKey(name)
                        && later.begun() > write.ended()
                        && later.ended() < read.begun());
  }

  /** What a write left; the creation leaves each attribute that it does not name absent. */
  private static String value(Operation write, String name) {
    String absent = write.is(Kind.WRITE) ? "not written" : Operation.REMOVED;
    return write.values().getOrDefault(name, absent);
  }

  /** Whether an end for such a reason can have happened. */
  boolean mayBeTold(Ending ending) {
    boolean named = ending.id().equals(last());
    boolean under =
        ending.former().equals(last())
            && of(Kind.RENAME).stream().anyMatch(each -> !each.done()); // nobody got that id
    return (named || under)
        && switch (ending.reason()) {
          case "deleted" -> of(Kind.DELETE).stream().anyMatch(Operation::perhaps);
          case "logged_out" -> !threats().isEmpty();
          case "expired" -> brief();
          default -> false;
        };
  }

  /** Whether an end was acknowledged to all who may have caused it, so that it has been told. */
  boolean mustBeTold() {
    List<Operation> causes = causes();
    return !brief()
        && !causes.isEmpty()
        && causes.stream().allMatch(Operation::done)
        && mustEnd(last()) < NEVER;
  }

  /** What may have ended it. */
  private List<Operation> causes() {
    List<Operation> causes = new ArrayList<>(threats());
    causes.addAll(of(Kind.DELETE));
    of(Kind.RENAME).stream().filter(each -> each.outcome() == Outcome.UNKNOWN).forEach(causes::add);
    return causes;
  }

  /** Returns its history, request by request. */
  @Override
  public String toString() {
    return Stream.concat(operations.stream(), threats().stream())
        .sorted(Comparator.comparingLong(Operation::begun))
        .map(each -> "\n    " + each)
        .collect(Collectors.joining("", String.join(" -> ", ids), ""));
  }
}
