package io.patternsdk.core.document;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.document.Posting.Ref;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.keyvalue.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Holds an index against the documents, in both directions. */
final class IndexMaintenance {
  private static final Logger LOG = System.getLogger(IndexMaintenance.class.getName());
  private static final Duration TURN = Duration.ofMinutes(10);

  /** Whoever lists a document has stored it long before this, or never will. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  /** How often in a row, since others may write meanwhile what is counted as missing. */
  private static final int ROUNDS = 5;

  private static final int MISSING_AT_ONCE = 20_000;

  private static final byte[] TAKEN = {1};

  private final DocumentIndex index;
  private final KeyValueScan scan;
  private final String prefix;
  private final Optional<KeyValueCasTtl> turns;
  private final PostingNames names;
  private final Postings postings;
  private final Clock clock;

  IndexMaintenance(
      DocumentIndex index,
      KeyValueScan scan,
      String prefix,
      Optional<KeyValueCasTtl> turns,
      PostingNames names,
      Postings postings,
      Clock clock) {
    this.index = index;
    this.scan = scan;
    this.prefix = prefix;
    this.turns = turns;
    this.names = names;
    this.postings = postings;
    this.clock = clock;
  }

  boolean run() {
    Optional<Version> turn = turns.flatMap(cas -> cas.setIfAbsent(names.turn(), TAKEN, TURN));
    if (turns.isPresent() && turn.isEmpty()) {
      return isComplete();
    }
    try {
      return lookAgainAndAgain();
    } catch (OperationException e) {
      turn.ifPresent(mine -> giveBack(mine, e));
      throw e;
    }
  }

  private boolean lookAgainAndAgain() {
    boolean complete = false;
    for (int round = 0; !complete && round < ROUNDS; round++) {
      complete = lookThrough() == 0;
      note(complete);
    }
    return complete;
  }

  private void giveBack(Version turn, OperationException failure) {
    try {
      boolean unused = postings.cas().compareAndDelete(names.turn(), turn);
    } catch (OperationException e) {
      failure.addSuppressed(e); // it ends by its TTL
    }
  }

  private boolean isComplete() {
    return index.fields().stream().map(Object::toString).allMatch(state().complete()::contains);
  }

  private IndexState state() {
    return IndexState.read(postings.read(List.of(names.state())).get(names.state()));
  }

  private void note(boolean complete) {
    if (!complete && isComplete()) {
      LOG.log(
          Level.WARNING,
          "documents under {0} were stored without being listed in its index: every process that"
              + " stores them needs the same indexed fields; they are listed now",
          prefix);
    }
    IndexState before = state();
    IndexState after = before;
    for (Object field : index.fields()) {
      after = after.with(field.toString(), complete);
    }
    if (!after.equals(before)) {
      postings.store(names.state(), after.toBytes());
    }
  }

  /** Returns how many documents were missing. */
  private long lookThrough() {
    long before = clock.now().minus(GRACE).toEpochMilli();
    LongSet listed = listed();
    LongSet stored = new LongSet();
    long missing = list(listed, stored);
    strike(stored, before);
    return missing;
  }

  private LongSet listed() {
    LongSet listed = new LongSet();
    try (Scan<Entry> walk = scan.entries(names.postings())) {
      for (Entry entry : walk) {
        Posting posting = Posting.read(entry.value());
        posting.refs().forEach(ref -> listed.add(names.element(entry.key(), ref)));
      }
    }
    return listed;
  }

  /** Lists the documents that are not, and notes those that are stored. */
  private long list(LongSet listed, LongSet stored) {
    long missing = 0;
    Map<String, List<Ref>> some = new TreeMap<>();
    int size = 0;
    try (Scan<Entry> walk = scan.entries(prefix)) {
      for (Entry entry : walk) {
        for (Map.Entry<String, Ref> one : index.refs(entry.key(), entry.value()).entrySet()) {
          long element = names.element(one.getKey(), one.getValue());
          stored.add(element);
          if (!listed.contains(element)) {
            some.computeIfAbsent(one.getKey(), name -> new ArrayList<>()).add(one.getValue());
            size++;
          }
        }
        if (size >= MISSING_AT_ONCE) {
          missing += list(some);
          some.clear();
          size = 0;
        }
      }
    }
    return missing + list(some);
  }

  private long list(Map<String, List<Ref>> some) {
    long missing = 0;
    long now = clock.now().toEpochMilli();
    for (Map.Entry<String, List<Ref>> one : some.entrySet()) {
      Posting before =
          postings.change(
              one.getKey(),
              posting ->
                  one.getValue().stream().allMatch(posting::has)
                      ? posting
                      : posting.with(one.getValue(), now));
      List<Ref> absent = one.getValue().stream().filter(ref -> !before.has(ref)).toList();
      missing += absent.isEmpty() ? 0 : absent.size() - replaced(absent).size();
    }
    return missing;
  }

  /** Returns which writings are those of no document any more. */
  private Set<Ref> replaced(List<Ref> refs) {
    Map<String, byte[]> now = postings.read(refs.stream().map(Ref::key).distinct().toList());
    Set<Ref> replaced = new HashSet<>();
    for (Ref ref : refs) {
      byte[] document = now.get(ref.key());
      if (document == null || PostingNames.mark(document) != ref.mark()) {
        replaced.add(ref);
      }
    }
    return replaced;
  }

  /** Takes away what was listed long ago and is not stored. */
  private void strike(LongSet stored, long before) {
    try (Scan<Entry> walk = scan.entries(names.postings())) {
      for (Entry entry : walk) {
        Posting posting = Posting.read(entry.value());
        List<Ref> doubtful =
            posting.refs().stream()
                .filter(ref -> posting.notedBefore(ref, before))
                .filter(ref -> !stored.contains(names.element(entry.key(), ref)))
                .toList();
        Set<Ref> gone = doubtful.isEmpty() ? Set.of() : replaced(doubtful);
        if (!gone.isEmpty()) {
          Posting unused = postings.change(entry.key(), now -> now.without(gone));
        }
      }
    }
  }
}
