package io.patternsdk.session.regions;

import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.internal.regions.Origins;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has written, in whatever regions: of each writer the stamp of the last write. Who
 * shows it when reading is shown all of that. Immutable.
 */
public final class Token {
  private static final int MOST = 8;
  private static final Token NONE = new Token(new TreeMap<>());

  private final SortedMap<String, Stamp> written;

  private Token(SortedMap<String, Stamp> written) {
    this.written = written;
  }

  /** Returns that of who has written nothing. */
  public static Token none() {
    return NONE;
  }

  /**
   * Returns the token of a text.
   *
   * @throws IllegalArgumentException if no token has this text
   */
  public static Token parse(String text) {
    Token token = NONE;
    if (!text.isEmpty()) {
      for (String stamp : text.split("\\.", MOST + 1)) {
        token = token.plus(Stamp.parse(stamp));
      }
    }
    return token;
  }

  /** Returns its text: letters, digits, {@code -}, {@code _} and dots; empty for nothing. */
  public String text() {
    return written.values().stream().map(Stamp::text).collect(Collectors.joining("."));
  }

  /** Returns that of who has written this, too. */
  public Token plus(Stamp stamp) {
    SortedMap<String, Stamp> more = new TreeMap<>(written);
    keepLater(more, stamp.node(), stamp);
    return new Token(more.size() > MOST ? byRegion(more.values()) : more);
  }

  /**
   * Returns that of who has written what either says, for answers to requests that were under way
   * at once. Of a writer that both name differently neither stamp shows the other, so only its
   * region is remembered, which is then asked.
   */
  public Token and(Token other) {
    SortedMap<String, Stamp> both = new TreeMap<>(written);
    other.written.forEach(
        (writer, stamp) -> {
          Stamp known = both.remove(writer);
          String region = Origins.region(writer);
          if (known == null || known.equals(stamp) || region.equals(writer)) {
            keepLater(both, writer, known == null || known.compareTo(stamp) < 0 ? stamp : known);
          } else {
            keepLater(both, region, new Stamp(Math.max(known.time(), stamp.time()), region));
          }
        });
    return new Token(both.size() > MOST ? byRegion(both.values()) : both);
  }

  private static void keepLater(SortedMap<String, Stamp> stamps, String writer, Stamp stamp) {
    stamps.merge(writer, stamp, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Forgets which processes wrote: then only the region itself is known to have all. */
  private static SortedMap<String, Stamp> byRegion(Collection<Stamp> stamps) {
    SortedMap<String, Stamp> regions = new TreeMap<>();
    for (Stamp stamp : stamps) {
      String region = Origins.region(stamp.node());
      keepLater(regions, region, new Stamp(stamp.time(), region));
    }
    return regions;
  }

  /**
   * Returns the regions, but the own one, that have written what a record does not show to be in
   * it. What a writer had written before arrives before, but what it wrote at the same time may
   * come first: so only the stamp itself shows that a write has come.
   */
  public Set<String> missing(String own, @Nullable StoredRecord record) {
    Set<String> regions = new HashSet<>();
    for (Stamp stamp : written.values()) {
      String region = Origins.region(stamp.node());
      if (!region.equals(own) && !shown(stamp, record)) {
        regions.add(region);
      }
    }
    return regions;
  }

  private static boolean shown(Stamp stamp, @Nullable StoredRecord record) {
    return record != null
        && !Origins.region(stamp.node()).equals(stamp.node())
        && record.fields().values().stream().map(Field::stamp).anyMatch(stamp::equals);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Token token && written.equals(token.written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
