package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes to sessions that are there, within their limits. Thread-safe. */
final class SessionWrites {
  private final SessionSettings settings;
  private final Records records;
  private final SessionIds ids;
  private final SessionCodec codec;
  private final SessionClock clock;
  private final SessionQuotas quotas;
  private final SessionMeters meters;

  SessionWrites(
      SessionSettings settings,
      Records records,
      SessionIds ids,
      SessionCodec codec,
      SessionClock clock,
      SessionQuotas quotas,
      SessionMeters meters) {
    this.settings = settings;
    this.records = records;
    this.ids = ids;
    this.codec = codec;
    this.clock = clock;
    this.quotas = quotas;
    this.meters = meters;
  }

  Optional<StoredRecord> login(String id, Optional<String> principal) {
    principal.ifPresent(name -> checkLogin(id, name));
    String key = key(id);
    return use(key, within(), patch -> codec.login(patch, key, principal));
  }

  Optional<StoredRecord> update(String id, SessionChange change) {
    Map<String, byte @Nullable []> fields = codec.fields(change.attributes());
    change.principal().ifPresent(name -> checkLogin(id, name));
    String key = key(id);
    Map<String, byte @Nullable []> stored = codec.stored(key, fields);
    boolean grows = change.principal().isPresent() || grows(fields);
    Optional<StoredRecord> changed =
        use(
            key,
            grows ? within() : Condition.ALIVE,
            patch -> {
              stored.forEach(patch::set);
              change.write(patch, key, codec, clock.millis(), settings);
            });
    changed.ifPresent(meters::wrote);
    return changed;
  }

  Optional<StoredRecord> extend(String id, Lasting lasting) {
    return use(key(id), Condition.ALIVE, patch -> lasting.write(patch, clock.millis(), settings));
  }

  boolean change(String id, Map<String, byte @Nullable []> fields) {
    Condition condition = grows(fields) ? within() : Condition.ALIVE;
    String key = key(id);
    Map<String, byte @Nullable []> stored = codec.stored(key, fields);
    use(key, condition, patch -> stored.forEach(patch::set)).ifPresent(meters::wrote);
    return true;
  }

  private String key(String id) {
    return ids.key(id).orElseThrow(SessionException::notFound);
  }

  private static boolean grows(Map<String, byte @Nullable []> fields) {
    return fields.values().stream().anyMatch(Objects::nonNull);
  }

  private Condition within() {
    return Condition.aliveWithin(settings.maxSessionBytes());
  }

  private void checkLogin(String id, String principal) {
    ids.key(id).ifPresent(key -> quotas.checkLogin(key, principal));
  }

  /**
   * Writes to a session that is there, which counts as a use; returns it unless it has ended since.
   */
  private Optional<StoredRecord> use(
      String key, Condition condition, Consumer<Patch.Builder> edit) {
    long now = clock.millis();
    Merged merged =
        write(
            key,
            patch -> {
              patch.when(condition).set(ACCESSED, now);
              edit.accept(patch);
            });
    if (!merged.applied()) {
      throw refused(key, merged);
    }
    return merged.record().filter(record -> record.state() == State.ALIVE);
  }

  /** What was refused may have ended since the answer saw it alive; then it was not its size. */
  private SessionException refused(String key, Merged merged) {
    return merged
        .record()
        .filter(record -> record.state() == State.ALIVE)
        .flatMap(record -> records.read(key))
        .filter(record -> record.state() == State.ALIVE)
        .map(record -> SessionQuotas.tooLarge(record, settings.maxSessionBytes()))
        .orElseGet(SessionException::notFound);
  }

  Merged write(String key, Consumer<Patch.Builder> edit) {
    return clock.observe(
        records.write(
            key,
            patch -> {
              patch.horizon(settings.horizon());
              edit.accept(patch);
            }));
  }
}
