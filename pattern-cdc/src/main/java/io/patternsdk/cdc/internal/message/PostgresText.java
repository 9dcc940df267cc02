package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Debezium makes of values that PostgreSQL has no plainer form of than its text. */
final class PostgresText {
  private static final Pattern PART = Pattern.compile("(-?\\d+) (year|mon|day)s?");
  private static final Pattern CLOCK = Pattern.compile("([+-]?)(\\d+):(\\d+):(\\d+(?:\\.\\d+)?)");
  private static final double DAYS_OF_MONTH = 365.25 / 12;
  private static final double MICROS = 1_000_000;
  private static final DateTimeFormatter TIMETZ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter();
  private static final int WKB_POINT = 1;
  private static final int WKB_BYTES = 21;

  private PostgresText() {}

  /** Returns bits as bytes, the least first, without those of zeros at the end. */
  static String bits(String text) {
    BitSet bits = new BitSet(text.length());
    for (int i = 0; i < text.length(); i++) {
      bits.set(i, text.charAt(text.length() - 1 - i) == '1');
    }
    return Base64.getEncoder().encodeToString(bits.toByteArray());
  }

  /** The parts of an interval, each with its own sign. */
  private record Interval(int years, int months, int days, int hours, int minutes, double seconds) {
    static Interval parse(String text) {
      int[] parts = new int[3];
      Matcher part = PART.matcher(text);
      while (part.find()) {
        int place = List.of("year", "mon", "day").indexOf(part.group(2));
        parts[place] = Integer.parseInt(part.group(1));
      }
      Matcher clock = CLOCK.matcher(text);
      if (!clock.find()) {
        return new Interval(parts[0], parts[1], parts[2], 0, 0, 0);
      }
      int sign = clock.group(1).equals("-") ? -1 : 1;
      return new Interval(
          parts[0],
          parts[1],
          parts[2],
          sign * Integer.parseInt(clock.group(2)),
          sign * Integer.parseInt(clock.group(3)),
          sign * Double.parseDouble(clock.group(4)));
    }
  }

  /** Returns an interval in microseconds, with months of 30.4375 days. */
  static long intervalMicros(String text) {
    Interval of = Interval.parse(text);
    double days = (of.years * 12 + of.months) * DAYS_OF_MONTH + of.days;
    double seconds = ((days * 24 + of.hours) * 60 + of.minutes) * 60 + of.seconds;
    return Math.round(seconds * MICROS);
  }

  /** Returns an interval in the form of ISO 8601, with each of its parts. */
  static String intervalIso(String text) {
    Interval of = Interval.parse(text);
    BigDecimal seconds = BigDecimal.valueOf(of.seconds).stripTrailingZeros();
    return "P%dY%dM%dDT%dH%dM%sS"
        .formatted(of.years, of.months, of.days, of.hours, of.minutes, seconds.toPlainString());
  }

  /** Returns a time of day with its offset as that of UTC. */
  static String timeOfUtc(String text) {
    OffsetTime time = OffsetTime.parse(text.replace("24:00:00", "00:00:00"), TIMETZ);
    return DateTimeFormatter.ISO_OFFSET_TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }

  /** Returns a point with its well-known binary form. */
  static JsonObject point(String text) {
    int comma = text.indexOf(',');
    double x = Double.parseDouble(text.substring(1, comma));
    double y = Double.parseDouble(text.substring(comma + 1, text.length() - 1));
    byte[] wkb =
        ByteBuffer.allocate(WKB_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 1)
            .putInt(WKB_POINT)
            .putDouble(x)
            .putDouble(y)
            .array();
    return JsonObject.builder()
        .put("x", x)
        .put("y", y)
        .put("wkb", Base64.getEncoder().encodeToString(wkb))
        .put("srid", null)
        .build();
  }

  /** Returns an hstore, pairs of quoted texts, as a text of JSON. */
  static String hstore(String text) {
    JsonObjectBuilder json = JsonObject.builder();
    StringBuilder part = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      at = quoted(text, at + 1, part) + 2; // behind the quote and =>
      String key = part.toString();
      if (text.charAt(at) == '"') {
        at = quoted(text, at + 1, part);
        json.put(key, part.toString());
      } else {
        at += "NULL".length();
        json.put(key, null);
      }
      at += 2; // a comma and a space
    }
    return json.build().toString();
  }

  /** Reads up to a quote; returns what is behind it. */
  private static int quoted(String text, int from, StringBuilder into) {
    into.setLength(0);
    int at = from;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      into.append(text.charAt(at));
      at++;
    }
    return at + 1;
  }

  /** Returns the elements of an array; those of an array of arrays are null, as Debezium has it. */
  static List<@Nullable String> elements(String text) {
    List<@Nullable String> elements = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int at = text.indexOf('{') + 1; // behind bounds such as [0:2]=
    while (text.charAt(at) != '}') {
      if (text.charAt(at) == '"') {
        at = quoted(text, at + 1, part);
        elements.add(part.toString());
      } else if (text.charAt(at) == '{') {
        at = inner(text, at);
        elements.add(null);
      } else {
        int end = at;
        while (text.charAt(end) != ',' && text.charAt(end) != '}') {
          end++;
        }
        String plain = text.substring(at, end);
        elements.add(plain.equals("NULL") ? null : plain);
        at = end;
      }
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    return elements;
  }

  /** Returns what is behind an array in an array. */
  private static int inner(String text, int from) {
    StringBuilder unused = new StringBuilder();
    int depth = 0;
    int at = from;
    do {
      char c = text.charAt(at);
      if (c == '"') {
        at = quoted(text, at + 1, unused);
        continue;
      }
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      at++;
    } while (depth > 0);
    return at;
  }
}
