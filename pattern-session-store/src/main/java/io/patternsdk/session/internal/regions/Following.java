package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.regions.Token;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The own region for somebody who may have written elsewhere: before a record is used it has all of
 * what the token says. What is written here is added to the token. Thread-safe.
 */
public final class Following implements KeyValueMerge {
  private final KeyValueMerge own;
  private final Regions regions;
  private final Token begun;
  private final AtomicReference<Token> token;
  private final Set<String> caughtUp = ConcurrentHashMap.newKeySet();

  Following(KeyValueMerge own, Regions regions, Token token) {
    this.own = own;
    this.regions = regions;
    this.begun = token;
    this.token = new AtomicReference<>(token);
  }

  /** Returns the token, with what was written here. */
  public Token token() {
    return token.get();
  }

  /** Whether the token alone says that nothing can be missing here. */
  private boolean here() {
    return begun.missing(regions.own(), null).isEmpty();
  }

  private Optional<StoredRecord> readCaughtUp(String key) {
    Optional<StoredRecord> found = own.read(key);
    if (here() || caughtUp.contains(key)) {
      return found;
    }
    Set<String> missing = begun.missing(regions.own(), found.orElse(null));
    boolean brought = regions.fetch(key, missing);
    caughtUp.add(key);
    return brought ? own.read(key) : found;
  }

  @Override
  public Merged merge(String key, Patch patch) {
    if (!here() && !caughtUp.contains(key)) {
      var unused = readCaughtUp(key);
    }
    Merged merged = own.merge(key, patch);
    if (merged.applied()) {
      patch.fields().values().stream()
          .map(Field::stamp)
          .max((a, b) -> a.compareTo(b))
          .ifPresent(stamp -> token.updateAndGet(before -> before.plus(stamp)));
    }
    return merged;
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return readCaughtUp(key);
  }

  @Override
  public RecordPage list(RecordQuery query) {
    return own.list(query);
  }

  @Override
  public Map<String, RangeDigest> digests(String prefix) {
    return own.digests(prefix);
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    return own.count(prefix, group);
  }
}
