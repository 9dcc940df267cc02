package io.patternsdk.session.objects;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Immutable classes, and bytes, that have a text form.
 *
 * @param name what the form is called where it is stored
 */
record Kind<T>(String name, Class<T> type, Function<T, String> text, Function<String, T> parse) {
  /** The member of an object that names the kind of what its other member holds. */
  static final String MEMBER = "$java";

  /** The other member. */
  static final String VALUE = "value";

  private static final Kind<?>[] ALL = {
    of("long", Long.class, Long::valueOf),
    of("short", Short.class, Short::valueOf),
    of("byte", Byte.class, Byte::valueOf),
    of("float", Float.class, Float::valueOf),
    of("double", Double.class, Double::valueOf),
    of("char", Character.class, text -> text.charAt(0)),
    of("integer", BigInteger.class, BigInteger::new),
    of("decimal", BigDecimal.class, BigDecimal::new),
    of("uuid", UUID.class, UUID::fromString),
    of("instant", Instant.class, Instant::parse),
    of("duration", Duration.class, Duration::parse),
    of("date", LocalDate.class, LocalDate::parse),
    of("datetime", LocalDateTime.class, LocalDateTime::parse),
    new Kind<>(
        "bytes",
        byte[].class,
        Base64.getEncoder()::encodeToString,
        text -> Base64.getDecoder().decode(text)),
  };

  private static <T> Kind<T> of(String name, Class<T> type, Function<String, T> parse) {
    return new Kind<>(name, type, Object::toString, parse);
  }

  static JsonObject typed(String name, JsonValue value) {
    return JsonObject.builder().put(MEMBER, name).put(VALUE, value).build();
  }

  /** Returns the value of an object of one of these classes. */
  static Optional<JsonValue> encode(Object object) {
    for (Kind<?> kind : ALL) {
      if (kind.type == object.getClass()) {
        return Optional.of(kind.typed(object));
      }
    }
    return Optional.empty();
  }

  private JsonValue typed(Object object) {
    return typed(name, JsonValue.of(text.apply(type.cast(object))));
  }

  /** Returns the object of a kind; empty if there is no such kind. */
  static Optional<Object> decode(String name, JsonValue value) {
    for (Kind<?> kind : ALL) {
      if (kind.name.equals(name)) {
        return Optional.of(kind.parse.apply(value.asString()));
      }
    }
    return Optional.empty();
  }
}
