package io.patternsdk.benchmarks.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The tree of sdk-core, read and written by the streams of jackson-core. */
final class JacksonTree {
  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Reads a document and makes nothing of it; returns how many tokens it has. */
  int tokens(byte[] document) {
    try (JsonParser parser = factory.createParser(document)) {
      int tokens = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokens += token.isScalarValue() ? parser.getTextLength() : 1;
      }
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonValue read(byte[] document) {
    try (JsonParser parser = factory.createParser(document)) {
      JsonValue value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one value");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> JsonString.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNumber.of(parser.getText());
      case VALUE_TRUE -> JsonBoolean.TRUE;
      case VALUE_FALSE -> JsonBoolean.FALSE;
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw new IllegalArgumentException(token.toString());
    };
  }

  private JsonObject object(JsonParser parser) throws IOException {
    JsonObjectBuilder object = JsonObject.builder();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      object.put(name, value(parser, parser.nextToken()));
    }
    return object.build();
  }

  private JsonArray array(JsonParser parser) throws IOException {
    List<JsonValue> values = new ArrayList<>();
    JsonToken token = parser.nextToken();
    for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      values.add(value(parser, token));
    }
    return JsonArray.of(values);
  }

  byte[] write(JsonValue value) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(factory._getBufferRecycler());
    try (JsonGenerator generator = factory.createGenerator(bytes)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.getClearAndRelease();
  }

  private static void write(JsonValue value, JsonGenerator generator) throws IOException {
    switch (value) {
      case JsonObject object -> {
        generator.writeStartObject();
        for (String name : object.names()) {
          generator.writeFieldName(name);
          write(object.find(name).orElseThrow(), generator);
        }
        generator.writeEndObject();
      }
      case JsonArray array -> {
        generator.writeStartArray();
        for (JsonValue element : array) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case JsonString string -> generator.writeString(string.value());
      case JsonNumber number -> generator.writeNumber(number.text());
      case JsonBoolean truth -> generator.writeBoolean(truth.value());
      case JsonNull nothing -> generator.writeNull();
    }
  }
}
