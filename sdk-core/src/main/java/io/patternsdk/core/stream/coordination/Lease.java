package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.stream.Offset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who reads one partition for a group, and how far that is committed. Immutable.
 *
 * @param owner who reads it; null if nobody does
 * @param counter grows with each change by its owner, which shows that the owner lives
 * @param position the last position that was committed; {@link #NOTHING} if there is none
 * @param resets how often the place was moved by hand
 * @param wanted who has asked the owner for it; null if nobody has
 */
record Lease(
    @Nullable String owner, long counter, long position, long resets, @Nullable String wanted) {
  /** Before the first record. */
  static final long NOTHING = -1;

  private static final int VERSION = 1;

  /** A lease that nobody has had. */
  static Lease first(long position) {
    return new Lease(null, 0, position, 0, null);
  }

  /** Proves that its owner lives. */
  Lease renewed() {
    return new Lease(owner, counter + 1, position, resets, wanted);
  }

  Lease committed(long to) {
    return new Lease(owner, counter + 1, to, resets, wanted);
  }

  Lease takenBy(String member) {
    return new Lease(member, counter + 1, position, resets, null);
  }

  Lease wantedBy(String member) {
    return new Lease(owner, counter, position, resets, member);
  }

  Lease noLongerWanted() {
    return new Lease(owner, counter, position, resets, null);
  }

  /** Goes to who wants it, or to nobody. */
  Lease handedOver() {
    return new Lease(wanted, counter + 1, position, resets, null);
  }

  Lease movedTo(long place) {
    return new Lease(owner, counter + 1, place, resets + 1, wanted);
  }

  boolean ownedBy(String member) {
    return member.equals(owner);
  }

  /** The offset at a position; empty before the first record. */
  static Optional<Offset> after(int partition, long position) {
    return position == NOTHING ? Optional.empty() : Optional.of(new Offset(partition, position));
  }

  byte[] toBytes() {
    JsonObjectBuilder json = JsonObject.builder().put("v", VERSION);
    if (owner != null) {
      json.put("owner", owner);
    }
    json.put("counter", counter).put("position", position).put("resets", resets);
    if (wanted != null) {
      json.put("wanted", wanted);
    }
    return json.build().toBytes();
  }

  static Lease read(byte[] bytes) {
    try {
      JsonObject json = JsonObject.parse(bytes);
      int version = json.number("v").toInt();
      if (version != VERSION) {
        throw new BackendException(
            ErrorKind.UNSUPPORTED,
            "a lease has layout " + version + ", this release knows " + VERSION);
      }
      return new Lease(
          json.has("owner") ? json.string("owner") : null,
          json.number("counter").toLong(),
          json.number("position").toLong(),
          json.number("resets").toLong(),
          json.has("wanted") ? json.string("wanted") : null);
    } catch (JsonException e) {
      throw new BackendException(ErrorKind.CORRUPT, "a lease cannot be read", e);
    }
  }
}
