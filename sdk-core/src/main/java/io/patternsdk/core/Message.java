package io.patternsdk.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What travels through topics and queues: an id, an optional key, headers and a body.
 *
 * <p>The id stays the same however often and by whichever path the message is delivered, so that a
 * receiver can recognise a duplicate. Header names are case-sensitive and unique, and keep the
 * order in which they were set. Id, key, headers and their values are free of control characters
 * and of surrogates without their other half; backends with restrictions of their own encode what
 * they cannot hold. The body is not copied: neither sender nor receiver may change the array.
 *
 * <p>Immutable but for the body's array. Equality compares contents, the body included.
 */
public final class Message {
  private final String id;
  private final @Nullable String key;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean tombstone;

  private Message(Builder builder) {
    this.id = builder.id == null ? MessageIds.next() : builder.id;
    this.key = builder.key;
    this.headers =
        builder.headers == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    this.body = builder.body;
    this.tombstone = builder.tombstone;
  }

  /** Returns a message with a new id and this body. */
  public static Message of(byte[] body) {
    return builder(body).build();
  }

  /** Returns a message with a new id and this text, as UTF-8, as its body. */
  public static Message of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Starts a message with this body. */
  public static Builder builder(byte[] body) {
    return new Builder(body, false);
  }

  /**
   * Starts a message without a body, which says that its key is gone. Where a backend cannot tell
   * that from an empty body it is received as a message with an empty one.
   */
  public static Builder tombstone() {
    return new Builder(new byte[0], true);
  }

  /** Returns the id: never empty. */
  public String id() {
    return id;
  }

  /** Returns the key by which a backend may order or partition; empty means no preference. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** Returns the headers in the order in which they were set; unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns one header; empty if there is none of this name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * Returns how much travels beside the body: the bytes of id, key and headers as UTF-8, and four
   * more for each header.
   */
  public long headBytes() {
    long bytes = utf8Bytes(id) + (key == null ? 0 : utf8Bytes(key));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      bytes += utf8Bytes(header.getKey()) + utf8Bytes(header.getValue()) + 4;
    }
    return bytes;
  }

  private static long utf8Bytes(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** Tells whether there is no body, which is something else than an empty one. */
  public boolean isTombstone() {
    return tombstone;
  }

  /** Returns the body itself, not a copy; an empty one where there is none. */
  public byte[] body() {
    return body;
  }

  /** Returns the body read as UTF-8; malformed input becomes replacement characters. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Starts a message that equals this one, to change some of it. */
  public Builder toBuilder() {
    Builder builder = new Builder(body, tombstone).id(id);
    builder.key = key;
    headers.forEach(builder::header);
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message m
        && id.equals(m.id)
        && Objects.equals(key, m.key)
        && headers.equals(m.headers)
        && tombstone == m.tombstone
        && Arrays.equals(body, m.body);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Message[" + id + ", " + body.length + " bytes, headers " + headers.keySet() + "]";
  }

  /** Builds a {@link Message}; for one thread. */
  public static final class Builder {
    private final byte[] body;
    private final boolean tombstone;
    private @Nullable String id;
    private @Nullable String key;
    private @Nullable Map<String, String> headers;

    private Builder(byte[] body, boolean tombstone) {
      this.body = Objects.requireNonNull(body, "body");
      this.tombstone = tombstone;
    }

    /**
     * Sets the id; a new one is made where none is set.
     *
     * @throws BackendException INVALID_ARGUMENT if it is empty, or has a control character or an
     *     unpaired surrogate; so for key and headers, of which only a header's value may be empty
     */
    public Builder id(String id) {
      this.id = text("message id", id, false);
      return this;
    }

    /** Sets the key by which a backend may order or partition. */
    public Builder key(String key) {
      this.key = text("message key", key, false);
      return this;
    }

    /** Sets a header, replacing one of the same name. */
    public Builder header(String name, String value) {
      if (headers == null) {
        headers = new LinkedHashMap<>();
      }
      headers.put(text("header name", name, false), text("header " + name, value, true));
      return this;
    }

    /** Returns the message. */
    public Message build() {
      return new Message(this);
    }

    private static String text(String what, String value, boolean mayBeEmpty) {
      if (value.isEmpty() && !mayBeEmpty) {
        throw new BackendException(ErrorKind.INVALID_ARGUMENT, what + " is empty");
      }
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c < ' ' || c == 0x7f) {
          throw refused(what, "a control character", i);
        }
        if (Character.isSurrogate(c)) {
          if (Character.isLowSurrogate(c)
              || i + 1 == value.length()
              || !Character.isLowSurrogate(value.charAt(i + 1))) {
            throw refused(what, "an unpaired surrogate", i);
          }
          i++;
        }
      }
      return value;
    }

    private static BackendException refused(String what, String problem, int index) {
      return new BackendException(
          ErrorKind.INVALID_ARGUMENT, what + " has " + problem + " at index " + index);
    }
  }
}
