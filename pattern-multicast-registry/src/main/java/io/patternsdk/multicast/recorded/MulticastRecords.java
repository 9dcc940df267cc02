package io.patternsdk.multicast.recorded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is recorded of multicasts: a head under {@code multicast:} and the id, and pages under
 * {@code multicast-page:}, the token of the recording and a number. All of it goes by itself when
 * its retention has run out. Thread-safe, in any number of processes.
 */
public final class MulticastRecords {
  private static final String HEAD = "multicast:";
  private static final String PAGE = "multicast-page:";

  /** Pages are stored before their head and must not go before it. */
  private static final Duration LONGER = Duration.ofMinutes(1);

  private final KeyValue values;
  private final KeyValueCas versions;
  private final KeyValueCasTtl expiring;
  private final Duration retention;

  /** Keeps them in these values for so long. */
  public MulticastRecords(
      KeyValue values, KeyValueCas versions, KeyValueCasTtl expiring, Duration retention) {
    this.values = values;
    this.versions = versions;
    this.expiring = expiring;
    this.retention = retention;
  }

  /**
   * A page as it is stored.
   *
   * @param page the page
   * @param version what to expect when it is replaced
   */
  public record Stored(Page page, Version version) {}

  /** Returns what is recorded under an id; empty if nothing is, or what was begun was given up. */
  public Optional<Head> head(String id) {
    return values
        .get(HEAD + id)
        .map(stored -> Head.read(HEAD + id, stored))
        .filter(head -> !head.givenUp());
  }

  /** Stores a page that nobody else knows of yet. */
  public Version first(String token, int number, Page page) {
    String key = page(token, number);
    try {
      Optional<Version> stored = expiring.setIfAbsent(key, page.toBytes(), pageRetention());
      if (stored.isPresent()) {
        return stored.get();
      }
    } catch (OperationException e) {
      if (e.effect() == Effect.NONE) {
        throw e;
      }
    }
    return put(token, number, Optional.empty(), page).version();
  }

  private Duration pageRetention() {
    return retention.plus(LONGER);
  }

  private static String page(String token, int number) {
    return PAGE + token + "/" + number;
  }

  private Optional<Stored> find(String token, int number) {
    String key = page(token, number);
    return versions
        .getVersioned(key)
        .map(found -> new Stored(Page.read(key, found.value()), found.version()));
  }

  /**
   * Returns a page.
   *
   * @throws BackendException NOT_FOUND if it is gone
   */
  public Stored get(String token, int number) {
    return find(token, number).orElseThrow(() -> gone(token, number));
  }

  /**
   * Records what is known of a page beside what others have recorded meanwhile, and returns what is
   * stored then. Repeating is safe.
   *
   * @param expected its version as far as it is known
   * @throws BackendException NOT_FOUND if the page is gone
   */
  public Stored put(String token, int number, Optional<Version> expected, Page page) {
    Page next = page;
    Optional<Version> before = expected;
    while (true) {
      byte[] bytes = next.toBytes();
      Optional<Version> done = before.flatMap(version -> swap(page(token, number), version, bytes));
      if (done.isPresent()) {
        return new Stored(next, done.get());
      }
      Stored now = get(token, number);
      next = now.page().and(page);
      if (next.equals(now.page())) {
        return now;
      }
      before = Optional.of(now.version());
    }
  }

  /** Empty where somebody else was faster, or where only another look says whether it is done. */
  private Optional<Version> swap(String key, Version expected, byte[] value) {
    try {
      return expiring.compareAndSet(key, expected, value, pageRetention());
    } catch (OperationException e) {
      if (e.effect() == Effect.NONE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static BackendException gone(String token, int number) {
    return new BackendException(
        ErrorKind.NOT_FOUND, "what was recorded of a multicast is gone: " + page(token, number));
  }

  /** Returns all pages of a recording. */
  public List<Page> pages(Head head) {
    List<Page> pages = new ArrayList<>(head.pages());
    for (int number = 0; number < head.pages(); number++) {
      int at = number;
      String key = page(head.token(), at);
      pages.add(
          values
              .get(key)
              .map(stored -> Page.read(key, stored))
              .orElseThrow(() -> gone(head.token(), at)));
    }
    return pages;
  }

  /**
   * Records that a multicast begins, all pages of which are stored. False if one with this id has
   * begun before.
   *
   * @throws BackendException ABORTED if it was given up, because its process stood still for too
   *     long; nothing was sent then
   */
  public boolean begin(String id, Head head) {
    String key = HEAD + id;
    byte[] value = head.toBytes();
    try {
      if (expiring.setIfAbsent(key, value, retention).isPresent()) {
        return true;
      }
    } catch (OperationException e) {
      if (e.effect() == Effect.NONE || !isThere(key, e)) {
        throw e;
      }
    }
    Optional<Versioned> found = versions.getVersioned(key);
    if (found.isEmpty()) {
      return false; // it has just gone
    }
    if (Arrays.equals(found.get().value(), value)) {
      return true;
    }
    Head there = Head.read(key, found.get().value());
    if (there.givenUp() && there.token().equals(head.token())) {
      throw new BackendException(
          ErrorKind.ABORTED,
          "this process stood still for so long that multicast "
              + id
              + " was given up; nothing was sent, do it again");
    }
    return there.givenUp()
        && expiring.compareAndSet(key, found.get().version(), value, retention).isPresent();
  }

  private boolean isThere(String key, OperationException unknown) {
    try {
      return values.exists(key);
    } catch (OperationException again) {
      unknown.addSuppressed(again);
      return false;
    }
  }

  /**
   * Sees to it that a recording that has not begun never begins; false if it may have begun.
   *
   * @param forTime for how long its process may stand still and not be deceived
   */
  public boolean giveUp(OpenMulticast multicast, Duration forTime) {
    byte[] mark = Head.givenUp(multicast.token()).toBytes();
    return expiring.setIfAbsent(HEAD + multicast.id(), mark, forTime).isPresent();
  }
}
