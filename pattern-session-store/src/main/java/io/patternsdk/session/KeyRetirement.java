package io.patternsdk.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.internal.regions.Origins;
import io.patternsdk.session.protection.Protection;
import io.patternsdk.session.protection.ProtectionSettings;
import io.patternsdk.session.protection.RefusedValueException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes values anew that a key protects which is to go. Each gets the stamp that is next above its
 * own: so whatever anybody has written since, in any region, holds over it. Thread-safe.
 */
final class KeyRetirement {
  private final SessionParts parts;
  private final Protection protection;
  private final Optional<String> retired;

  /** Makes one of a key, or of {@code none} for values that are not protected. */
  KeyRetirement(SessionParts parts, String key) {
    this.parts = parts;
    this.protection = parts.protection();
    this.retired = key.equals(ProtectionSettings.NONE) ? Optional.empty() : Optional.of(key);
    if (retired.isPresent() && !protection.knows(key)) {
      throw new SessionException(
          Code.INVALID, "there is no key \"" + key + "\"; its values could not be read");
    }
    if (!protection.writes() || protection.writeKey().equals(retired)) {
      throw new SessionException(
          Code.INVALID,
          "what is written is protected by "
              + protection.writeKey().map(id -> "that key").orElse("none")
              + "; say another one first (write_key)");
    }
  }

  RetiredValues run(int limit, Optional<String> after) {
    SessionLists lists =
        new SessionLists(
            parts.regions().records(), parts.ids(), parts.codec(), parts.settings().maxPageSize());
    RecordQuery query = lists.query(limit, after);
    RecordPage page = parts.regions().written().list(query);
    int rewritten = 0;
    int refused = 0;
    for (RecordPage.Item item : page.records()) {
      Rewriting rewriting = new Rewriting(item.key(), item.record());
      rewritten += rewriting.run();
      refused += rewriting.refused;
    }
    return new RetiredValues(
        page.records().size(), rewritten, refused, page.next().map(parts.ids()::id));
  }

  /** What is done to one session. */
  private final class Rewriting {
    private final String key;
    private final StoredRecord record;
    private final Map<String, Field> fields = new TreeMap<>();
    private int values;
    private int refused;

    Rewriting(String key, StoredRecord record) {
      this.key = key;
      this.record = record;
    }

    int run() {
      record.fields().forEach(this::attribute);
      principal();
      if (!fields.isEmpty()) {
        Patch patch = new Patch(fields, Condition.ALIVE, parts.settings().horizon());
        var unused = parts.regions().written().merge(key, patch);
      }
      return values;
    }

    private void attribute(String field, Field stored) {
      byte[] value = stored.value();
      if (value == null || !field.startsWith(SessionCodec.ATTRIBUTE)) {
        return;
      }
      String name = SessionCodec.name(field);
      try {
        if (Protection.keyOf(value).equals(retired)) {
          byte[] fresh = protection.protect(key, name, protection.open(key, name, value));
          fields.put(field, new Field(Origins.above(stored.stamp()), fresh));
          values++;
        }
      } catch (RefusedValueException e) {
        refused++;
        var unused = parts.refused().refused(key, "attribute " + name, e);
      }
    }

    private void principal() {
      Field stored = record.fields().get(SessionCodec.PRINCIPAL);
      byte[] value = stored == null ? null : stored.value();
      if (stored == null || value == null) {
        return;
      }
      try {
        if (parts.codec().sealedBy(record).equals(retired)) {
          String principal = parts.codec().principal(key, record).orElseThrow();
          byte[] seal = protection.seal(key, SessionCodec.PRINCIPAL, principal.getBytes(UTF_8));
          Stamp stamp = Origins.above(stored.stamp()); // one for both: they belong together
          fields.put(SessionCodec.PRINCIPAL, new Field(stamp, value));
          fields.put(SessionCodec.SEAL, new Field(stamp, seal));
          values++;
        }
      } catch (SessionException e) {
        refused++;
      }
    }
  }
}
