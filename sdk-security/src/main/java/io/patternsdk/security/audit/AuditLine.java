package io.patternsdk.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of an audit file: an object of JSON whose last member is the hash of all before it, which
 * is the text of the line up to that member, after the hash of the line before.
 *
 * @param text the line without its hash and what follows
 * @param link its number, as it says itself, and its hash
 * @param json the whole line
 */
record AuditLine(byte[] text, Link link, JsonObject json) {
  private static final String OPENED = "opened";
  private static final byte[] HASH = ",\"hash\":\"".getBytes(UTF_8);
  private static final int END = Link.DIGITS + 2;

  /** Returns the first line of a file. */
  static AuditLine opened(Seal seal, Link last, long torn, Instant now) {
    JsonObjectBuilder json = begin(last, now, OPENED).put("after", last.hash()).put("torn", torn);
    return sealed(seal, last, seal.keyId().isEmpty() ? json : json.put("key", seal.keyId()));
  }

  /** Returns the last line of a file that was ended in order. */
  static AuditLine closed(Seal seal, Link last, Instant now) {
    return sealed(seal, last, begin(last, now, "closed"));
  }

  /** Returns the line of an entry. */
  static AuditLine of(Seal seal, Link last, AuditEntry entry) {
    return switch (entry) {
      case AuditEntry.Lost lost ->
          sealed(seal, last, begin(last, lost.time(), "lost").put("count", lost.count()));
      case AuditEntry.Asked asked -> {
        AuditRecord record = asked.record();
        JsonObjectBuilder json =
            begin(last, asked.time(), "asked")
                .put("who", record.who())
                .put("from", record.from())
                .put("action", record.action())
                .put("on", record.on())
                .put("decision", record.decision().name().toLowerCase(Locale.ROOT))
                .put("outcome", record.outcome())
                .put("trace", record.trace());
        yield sealed(seal, last, json);
      }
    };
  }

  private static JsonObjectBuilder begin(Link last, Instant time, String event) {
    return JsonObject.builder()
        .put("line", last.line() + 1)
        .put("time", time.toString())
        .put("event", event);
  }

  private static AuditLine sealed(Seal seal, Link last, JsonObjectBuilder json) {
    byte[] whole = json.build().toBytes();
    byte[] text = Arrays.copyOf(whole, whole.length - 1); // without the brace
    Link link = seal.next(last, text);
    return new AuditLine(text, link, json.put("hash", link.hash()).build());
  }

  /** Returns the line as it is in the file, with its end. */
  byte[] bytes() {
    byte[] end = (link.hash() + "\"}\n").getBytes(UTF_8);
    byte[] bytes = Arrays.copyOf(text, text.length + HASH.length + end.length);
    System.arraycopy(HASH, 0, bytes, text.length, HASH.length);
    System.arraycopy(end, 0, bytes, text.length + HASH.length, end.length);
    return bytes;
  }

  /** Reads a line without its end; empty if it is none. Its hash is not looked at. */
  static Optional<AuditLine> parse(byte[] line) {
    int end = line.length - END;
    int begin = end - HASH.length;
    if (begin < 1 || !Arrays.equals(line, begin, end, HASH, 0, HASH.length)) {
      return Optional.empty();
    }
    String hash = new String(line, end, Link.DIGITS, UTF_8);
    if (!Link.isHash(hash)) {
      return Optional.empty();
    }
    try {
      JsonObject json = JsonObject.parse(line);
      String unused = json.string("event");
      Link link = new Link(json.number("line").toLong(), hash);
      return Optional.of(new AuditLine(Arrays.copyOf(line, begin), link, json));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** Whether it says that a file begins. */
  boolean opens() {
    return event().equals(OPENED);
  }

  String event() {
    return json.string("event");
  }
}
