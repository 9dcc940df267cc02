package io.patternsdk.session.objects;

import io.patternsdk.core.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one session as Java objects, and what of them has changed since they were read.
 * Each object is made when it is asked for first. Thread-safe; the objects are as they are.
 */
public final class ObjectAttributes {
  private final ObjectCodec codec;

  /** What the store has; null for what is removed there. */
  private final Map<String, @Nullable JsonValue> stored;

  private final Map<String, Object> objects = new HashMap<>();
  private final Set<String> written = new TreeSet<>();

  /** Makes those of a session that was read, or of a new one, which has none. */
  public ObjectAttributes(ObjectCodec codec, Map<String, JsonValue> stored) {
    this.codec = codec;
    this.stored = new TreeMap<>(stored);
  }

  /** Which attributes are written though nobody set them. */
  public enum Unset {
    /** None. */
    NONE,
    /** Those that were read and are not any more what is stored. */
    CHANGED,
    /** All that can be read. */
    ALL
  }

  /** Returns an attribute; empty if there is none or it cannot be read. */
  public synchronized Optional<Object> get(String name) {
    Object known = objects.get(name);
    JsonValue value = stored.get(name);
    if (known != null || value == null || written.contains(name)) {
      return Optional.ofNullable(known);
    }
    Optional<Object> read = codec.decode(value);
    read.ifPresent(object -> keep(name, object, value));
    return read;
  }

  private void keep(String name, Object object, JsonValue value) {
    objects.put(name, object);
    if (ObjectCodec.isSerialized(value)) {
      // the same object may be serialized in another order than it was
      stored.put(name, codec.encode(object));
    }
  }

  /** Returns the objects that were asked for or set, by name. */
  public synchronized Map<String, Object> loaded() {
    return Map.copyOf(objects);
  }

  /** Returns the names of what can be read. */
  public synchronized Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (String name : Set.copyOf(stored.keySet())) {
      if (get(name).isPresent()) {
        names.add(name);
      }
    }
    names.addAll(objects.keySet());
    return names;
  }

  /**
   * Sets an attribute.
   *
   * @return what it was
   * @throws IllegalArgumentException if it cannot be stored
   */
  public synchronized Optional<Object> set(String name, Object object) {
    var unused = codec.encode(object); // refuses what cannot be stored
    Optional<Object> before = get(name);
    written.add(name);
    objects.put(name, object);
    return before;
  }

  /** Removes an attribute, one that cannot be read, too; returns what it was. */
  public synchronized Optional<Object> remove(String name) {
    Optional<Object> before = get(name);
    if (stored.get(name) != null || before.isPresent()) {
      written.add(name);
      objects.remove(name);
    }
    return before;
  }

  /**
   * Returns what is to be written, null for what is removed, and regards it as stored.
   *
   * @throws IllegalArgumentException if an object has become what cannot be stored
   */
  public synchronized Map<String, @Nullable JsonValue> take(Unset unset) {
    Map<String, @Nullable JsonValue> changes = new TreeMap<>();
    for (String name : written) {
      Object object = objects.get(name);
      JsonValue value = object == null ? null : codec.encode(object);
      if (value != null || stored.get(name) != null) {
        changes.put(name, value);
      }
    }
    if (unset == Unset.ALL) {
      names().forEach(name -> addUnset(changes, name, true));
    } else if (unset == Unset.CHANGED) {
      objects.keySet().forEach(name -> addUnset(changes, name, false));
    }
    changes.forEach(this::stored);
    written.clear();
    return changes;
  }

  private void stored(String name, @Nullable JsonValue value) {
    if (value == null) {
      stored.remove(name);
    } else {
      stored.put(name, value);
    }
  }

  private void addUnset(
      Map<String, @Nullable JsonValue> changes, String name, boolean evenUnchanged) {
    Object object = objects.get(name);
    if (written.contains(name) || object == null) {
      return;
    }
    JsonValue value = codec.encode(object);
    if (evenUnchanged || !value.equals(stored.get(name))) {
      changes.put(name, value);
    }
  }

  /** Regards what was taken and could not be written as to be written again. */
  public synchronized void putBack(Set<String> names) {
    written.addAll(names);
  }
}
