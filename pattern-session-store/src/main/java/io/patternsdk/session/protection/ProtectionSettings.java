package io.patternsdk.session.protection;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what values are protected where they are stored; docs/sessions.md lists the settings.
 *
 * @param keys the keys, by their ids
 * @param writeKey the id of the one that is written with; empty if values are written unprotected
 * @param encrypted the names of the attributes that are encrypted, or {@code *} for all
 * @param unprotected what becomes of values that are not protected
 */
public record ProtectionSettings(
    Map<String, Secret> keys,
    Optional<String> writeKey,
    List<String> encrypted,
    Unprotected unprotected) {
  /** Stands for no key, where one is named. */
  public static final String NONE = "none";

  static final String ALL = "*";
  static final Pattern ID = Pattern.compile("[a-z][a-z0-9]{0,15}");
  private static final String KEYS = "keys";
  private static final String WRITE_KEY = "write_key";

  /** What becomes of values that are not protected. */
  public enum Unprotected {
    /** They cannot be read. */
    REFUSE,
    /** They are read as they were before there were keys. */
    ACCEPT
  }

  /** Reads the settings, noting every problem in them. */
  public static ProtectionSettings from(Settings s) {
    Map<String, Secret> keys = keys(s.section(KEYS));
    Optional<String> named = s.string(WRITE_KEY).optional();
    List<String> encrypted = s.strings("encrypted").orElse(List.of(ALL));
    Unprotected unprotected = s.choice("unprotected", Unprotected.class).orElse(Unprotected.REFUSE);
    if (keys.isEmpty()) {
      for (String name : List.of(WRITE_KEY, "encrypted", "unprotected")) {
        if (s.has(name)) {
          s.problem(name, "does nothing without keys", "say keys, too, or leave it out");
        }
      }
    } else {
      checkWriteKey(s, keys, named);
    }
    Optional<String> writeKey =
        named.or(() -> keys.keySet().stream().findFirst()).filter(id -> !id.equals(NONE));
    return new ProtectionSettings(keys, writeKey, encrypted, unprotected);
  }

  private static Map<String, Secret> keys(Settings section) {
    Map<String, Secret> keys = new LinkedHashMap<>();
    for (String id : section.names()) {
      if (!ID.matcher(id).matches() || id.equals(NONE)) {
        section.problem(
            id, "is no id of a key", "1 to 16 of a-z and 0-9, the first a letter, but not " + NONE);
      }
      keys.put(
          id,
          section.secret(id).check(key -> StoreKey.is(key.reveal()), StoreKey.EXPECTED).required());
    }
    return keys;
  }

  private static void checkWriteKey(
      Settings s, Map<String, Secret> keys, Optional<String> writeKey) {
    String fix = "one of " + String.join(", ", keys.keySet()) + ", or " + NONE;
    if (writeKey.isEmpty() && keys.size() > 1) {
      s.problem(WRITE_KEY, "is missing: there are several keys", fix);
    }
    if (writeKey.isPresent() && !keys.containsKey(writeKey.get()) && !writeKey.get().equals(NONE)) {
      s.problem(WRITE_KEY, "is none of the keys", fix);
    }
  }
}
