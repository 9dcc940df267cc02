package io.patternsdk.multicast.recorded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The recorded multicasts that are not done, in sixteen lists by the id, so that nobody has to walk
 * over keys to find them: each is a value under {@code multicasts:} and its number, changed by
 * compare-and-set. Thread-safe, in any number of processes.
 */
public final class OpenMulticasts {
  /** How many lists there are. */
  public static final int LISTS = 16;

  /** The most that one list holds. */
  public static final int MOST = 1_000;

  private static final String PREFIX = "multicasts:";
  private static final int VERSION = 1;

  private final KeyValueCas lists;
  private final Optional<KeyValueBatch> batch;
  private final Map<Integer, Known> known = new ConcurrentHashMap<>();

  /** Keeps them in these values, which are read together where that is possible. */
  public OpenMulticasts(KeyValueCas lists, Optional<KeyValueBatch> batch) {
    this.lists = lists;
    this.batch = batch;
  }

  /** A list as it was when it was last written here, or read. */
  private record Known(List<OpenMulticast> open, @Nullable Version version) {}

  /** Returns all of them, in one round trip where the backend has batches. */
  public List<OpenMulticast> all() {
    List<OpenMulticast> all = new ArrayList<>();
    if (batch.isPresent()) {
      List<String> keys = IntStream.range(0, LISTS).mapToObj(list -> PREFIX + list).toList();
      batch.get().getAll(keys).forEach((key, stored) -> all.addAll(parse(key, stored)));
    } else {
      IntStream.range(0, LISTS).forEach(list -> all.addAll(read(list).open()));
    }
    return all;
  }

  /**
   * Adds one. Repeating is safe.
   *
   * @throws BackendException UNAVAILABLE if as many of its list are open as one may hold
   */
  public void add(OpenMulticast multicast) {
    int list = list(multicast.id());
    var unused = read(list); // what fails here forgets none that this process renews
    change(list, open -> added(open, multicast));
  }

  private static List<OpenMulticast> added(List<OpenMulticast> open, OpenMulticast one) {
    if (open.stream().anyMatch(same(one))) {
      return open;
    }
    if (open.size() >= MOST) {
      throw new BackendException(
          ErrorKind.UNAVAILABLE,
          Effect.NONE,
          open.size() + " recorded multicasts are not done yet, which is as many as may be",
          null);
    }
    List<OpenMulticast> more = new ArrayList<>(open);
    more.add(one);
    return more;
  }

  /** Takes one out, whoever owns it. Repeating is safe. */
  public void remove(OpenMulticast multicast) {
    change(list(multicast.id()), open -> open.stream().filter(same(multicast).negate()).toList());
  }

  /** Makes an owner of somebody else's, if that is as it was seen; returns how it is then. */
  public Optional<OpenMulticast> take(OpenMulticast seen, String owner) {
    int list = list(seen.id());
    OpenMulticast mine = seen.takenBy(owner);
    var unused = read(list);
    change(list, open -> replaced(open, seen, mine));
    Known now = known.get(list);
    return now != null && now.open().contains(mine) ? Optional.of(mine) : Optional.empty();
  }

  private static List<OpenMulticast> replaced(
      List<OpenMulticast> open, OpenMulticast seen, OpenMulticast by) {
    return open.stream().map(each -> each.equals(seen) ? by : each).toList();
  }

  /** Raises the beat of all of an owner that this process has written. */
  public void renew(String owner) {
    known.forEach(
        (list, now) -> {
          if (now.open().stream().anyMatch(each -> each.owner().equals(owner))) {
            change(list, open -> open.stream().map(each -> renewed(each, owner)).toList());
          }
        });
  }

  private static OpenMulticast renewed(OpenMulticast each, String owner) {
    return each.owner().equals(owner) ? each.beating() : each;
  }

  private static Predicate<OpenMulticast> same(OpenMulticast multicast) {
    return each -> each.token().equals(multicast.token());
  }

  private static int list(String id) {
    return Math.floorMod(id.hashCode(), LISTS);
  }

  private Known read(int list) {
    Optional<Versioned> stored = lists.getVersioned(PREFIX + list);
    Known read =
        new Known(
            stored.map(each -> parse(PREFIX + list, each.value())).orElse(List.of()),
            stored.map(Versioned::version).orElse(null));
    known.put(list, read);
    return read;
  }

  /**
   * Changes a list, beginning with how it is known here. Done again where somebody else was faster
   * or where it is unknown whether it was done, so a change must not do more when it is repeated.
   */
  private void change(int list, UnaryOperator<List<OpenMulticast>> change) {
    Known kept = known.get(list);
    Known before = kept == null ? read(list) : kept;
    while (true) {
      List<OpenMulticast> after = change.apply(before.open());
      if (after.equals(before.open()) || swap(list, before.version(), after)) {
        return;
      }
      before = read(list);
    }
  }

  private boolean swap(int list, @Nullable Version before, List<OpenMulticast> after) {
    byte[] value = bytes(after);
    try {
      Optional<Version> version =
          before == null
              ? lists.setIfAbsent(PREFIX + list, value)
              : lists.compareAndSet(PREFIX + list, before, value);
      version.ifPresent(now -> known.put(list, new Known(after, now)));
      return version.isPresent();
    } catch (OperationException e) {
      if (e.effect() == Effect.NONE) {
        throw e;
      }
      return false; // what is read next says whether it was done
    }
  }

  private static byte[] bytes(List<OpenMulticast> open) {
    return JsonObject.builder()
        .put("v", VERSION)
        .put("open", JsonArray.of(open.stream().map(OpenMulticasts::json).toList()))
        .build()
        .toBytes();
  }

  private static JsonObject json(OpenMulticast open) {
    return JsonObject.builder()
        .put("id", open.id())
        .put("token", open.token())
        .put("owner", open.owner())
        .put("beat", open.beat())
        .build();
  }

  private static List<OpenMulticast> parse(String key, byte[] stored) {
    try {
      JsonObject json = JsonObject.parse(stored);
      Head.checkVersion(key, json, VERSION);
      List<OpenMulticast> open = new ArrayList<>();
      for (JsonValue each : json.array("open")) {
        JsonObject one = each.asObject();
        open.add(
            new OpenMulticast(
                one.string("id"),
                one.string("token"),
                one.string("owner"),
                one.number("beat").toLong()));
      }
      return List.copyOf(open);
    } catch (JsonException e) {
      throw new BackendException(ErrorKind.CORRUPT, key + " is no list of multicasts", e);
    }
  }
}
