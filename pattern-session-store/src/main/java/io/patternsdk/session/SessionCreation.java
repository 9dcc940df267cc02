package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.CREATED;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.internal.regions.Regions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates sessions. Thread-safe. */
final class SessionCreation {
  private final SessionSettings settings;
  private final Regions regions;
  private final SessionCodec codec;
  private final SessionClock clock;
  private final SessionQuotas quotas;
  private final SessionMeters meters;
  private final SessionWrites writes;

  SessionCreation(SessionParts parts, SessionWrites writes) {
    this.settings = parts.settings();
    this.regions = parts.regions();
    this.codec = parts.codec();
    this.clock = parts.clock();
    this.quotas = parts.quotas();
    this.meters = parts.meters();
    this.writes = writes;
  }

  Session create(String key, NewSession asked) {
    Map<String, byte @Nullable []> fields = codec.stored(key, codec.fields(asked.attributes()));
    Lasting lasting =
        new Lasting(
            asked.idle().or(() -> Optional.of(settings.idle())),
            asked.lifetime().or(() -> Optional.of(settings.lifetime())));
    quotas.checkCreate(asked.principal());
    long now = clock.millis();
    Merged merged =
        writes.write(
            key,
            patch -> {
              patch.when(Condition.ABSENT).set(CREATED, now).set(ACCESSED, now);
              if (regions.several()) {
                patch.set(SessionCodec.HOME, regions.own());
              }
              lasting.write(patch, now, settings);
              fields.forEach(patch::set);
              if (asked.principal().isPresent()) {
                codec.login(patch, key, asked.principal());
              }
            });
    if (!merged.applied()) {
      throw new SessionException(Code.INVALID, "there is, or was, a session of that id");
    }
    quotas.created();
    StoredRecord record = merged.record().orElseThrow();
    meters.wrote(record);
    return codec.session(key, record);
  }
}
