package io.patternsdk.driver.embedded.series;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The records of time series, whose keys are in the order in which they are read. */
final class SeriesRecords {
  static final String LINE = "1";
  static final String AGE = "2";
  static final String POINT = "3";
  private static final HexFormat HEX = HexFormat.of();
  private static final int DIGITS = 16;

  private SeriesRecords() {}

  static String lineKey(long id) {
    return LINE + HEX.toHexDigits(id);
  }

  static String pointKey(long line, long micros) {
    return POINT + HEX.toHexDigits(line) + HEX.toHexDigits(micros);
  }

  static long line(String key) {
    return HexFormat.fromHexDigitsToLong(key, 1, 1 + DIGITS);
  }

  static long micros(String pointKey) {
    return HexFormat.fromHexDigitsToLong(pointKey, 1 + DIGITS, 1 + 2 * DIGITS);
  }

  static byte[] line(String series, Map<String, String> tags) {
    JsonObjectBuilder texts = JsonObject.builder();
    tags.forEach(texts::put);
    return JsonWriter.compact()
        .bytes(JsonObject.builder().put("series", series).put("tags", texts.build()).build());
  }

  static Map<String, String> tags(JsonObject line) {
    Map<String, String> tags = new TreeMap<>();
    JsonObject texts = line.object("tags");
    texts.names().forEach(name -> tags.put(name, texts.string(name)));
    return tags;
  }

  static byte[] age(Duration age) {
    return bytes(age.toMillis());
  }

  static Duration age(byte[] record) {
    return Duration.ofMillis(ByteBuffer.wrap(record).getLong());
  }

  static byte[] value(double value) {
    return bytes(Double.doubleToLongBits(value));
  }

  static double value(byte[] record) {
    return Double.longBitsToDouble(ByteBuffer.wrap(record).getLong());
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
