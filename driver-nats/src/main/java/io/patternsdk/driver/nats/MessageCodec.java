package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.driver.NameEncoding;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How messages travel: body as body and headers as headers, the id and the key in headers of their
 * own. If one text is not of the ASCII that a header can hold, {@value #ENCODED} says that all of
 * them are encoded and that the names of the message's own begin with {@value #OWN}.
 *
 * <p>Another envelope than the standard one makes the body, and there are no headers then.
 */
final class MessageCodec {
  /** The id where the server may drop a repetition. */
  static final String UNIQUE_ID = "Nats-Msg-Id";

  /** The id where a repetition is stored again. */
  static final String ID = "Pattern-Id";

  private static final String KEY = "Pattern-Key";
  private static final String ENCODED = "Pattern-Encoded";

  /** The names of the message's own headers in their order, which the client does not keep. */
  private static final String ORDER = "Pattern-Order";

  private static final String OWN = "H-";
  private static final List<String> RESERVED = List.of("nats-", "pattern-", "kv-");
  private static final NameEncoding NAME = NameEncoding.of("!#$&'*+-.^_`|~", '=');
  private static final NameEncoding VALUE =
      NameEncoding.of("!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~", '%');

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Envelope envelope;
  private final boolean withHeaders;

  MessageCodec(Envelope envelope) {
    this.envelope = envelope;
    this.withHeaders = envelope.equals(Envelope.standard());
  }

  /**
   * A message in the form in which it is published, which is the same for each subject.
   *
   * @param headers its headers; null where the body has them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ready(Message message, @Nullable Headers headers, byte[] body) {}

  /** What is published of a message, to any subject. */
  Ready ready(Message message) {
    return new Ready(message, headers(message, UNIQUE_ID), body(message));
  }

  /** What is stored of a message in a queue. */
  Ready stored(Message message) {
    return new Ready(message, headers(message, ID), body(message));
  }

  /** The headers to send, the id in the one named {@code id}; null where there are none. */
  private @Nullable Headers headers(Message message, String id) {
    if (!withHeaders) {
      return null;
    }
    String key = message.key().orElse(null);
    boolean plain = plain(message, key);
    Map<String, String> own = plain ? message.headers() : encoded(message.headers());
    StringBuilder text = new StringBuilder(128).append("NATS/1.0\r\n");
    if (!plain) {
      add(text, ENCODED, "1");
    }
    add(text, id, plain ? message.id() : VALUE.encode(message.id()));
    if (key != null) {
      add(text, KEY, plain ? key : VALUE.encode(key));
    }
    own.forEach((name, value) -> add(text, name, value));
    if (own.size() > 1) {
      add(text, ORDER, String.join(",", own.keySet()));
    }
    return new WrittenHeaders(text.append("\r\n").toString());
  }

  private static Map<String, String> encoded(Map<String, String> headers) {
    Map<String, String> encoded = new LinkedHashMap<>();
    headers.forEach((name, value) -> encoded.put(OWN + NAME.encode(name), VALUE.encode(value)));
    return encoded;
  }

  private static void add(StringBuilder text, String name, String value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  private byte[] body(Message message) {
    return withHeaders ? message.body() : envelope.encode(message);
  }

  /** The message that was received. */
  Message message(@Nullable Headers headers, byte[] body) {
    if (!withHeaders) {
      return envelope.decode(body);
    }
    Message.Builder message = Message.builder(body);
    if (headers != null && !headers.isEmpty()) {
      boolean encoded = headers.containsKey(ENCODED);
      String id = headers.getLast(headers.containsKey(ID) ? ID : UNIQUE_ID);
      if (id != null && !id.isEmpty()) {
        message.id(value(id, encoded));
      }
      String key = headers.getLast(KEY);
      if (key != null && !key.isEmpty()) {
        message.key(value(key, encoded));
      }
      for (String name : inOrder(headers)) {
        String value = headers.getLast(name);
        add(message, name, value == null ? "" : value, encoded);
      }
    }
    return message.build();
  }

  /** The names of all headers, those whose order is known before the others. */
  private static Set<String> inOrder(Headers headers) {
    String order = headers.getLast(ORDER);
    if (order == null) {
      return headers.keySet();
    }
    Set<String> names = new LinkedHashSet<>(List.of(order.split(",", -1)));
    names.retainAll(headers.keySet());
    names.addAll(headers.keySet());
    return names;
  }

  private static void add(Message.Builder message, String name, String value, boolean encoded) {
    if (encoded && name.startsWith(OWN)) {
      message.header(NAME.decode(name.substring(OWN.length())), value(value, true));
    } else if (!encoded && !reserved(name)) {
      message.header(name, value(value, false));
    }
  }

  /** Others may send control characters, which a message cannot hold. */
  private static String value(String text, boolean encoded) {
    return encoded ? VALUE.decode(text) : CONTROL.matcher(text).replaceAll(" ");
  }

  private static boolean plain(Message message, @Nullable String key) {
    if (!plainValue(message.id()) || (key != null && !plainValue(key))) {
      return false;
    }
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      if (!plainName(header.getKey()) || !plainValue(header.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean plainName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ':' || c == ',') {
        return false;
      }
    }
    return !reserved(name);
  }

  private static boolean plainValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return value.isEmpty() || (value.charAt(0) != ' ' && !value.endsWith(" "));
  }

  private static boolean reserved(String name) {
    for (String prefix : RESERVED) {
      if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Headers that are written as they will be sent, which is all that happens to them: the client's
   * own cost more than the rest of publishing a small message.
   */
  static final class WrittenHeaders extends Headers {
    private final byte[] bytes;

    /** Takes what has only ASCII and is complete. */
    WrittenHeaders(String text) {
      super(null, true);
      this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public int serializedLength() {
      return bytes.length;
    }

    @Override
    public int serializeToArray(int position, byte[] target) {
      System.arraycopy(bytes, 0, target, position, bytes.length);
      return bytes.length;
    }

    @Override
    public byte[] getSerialized() {
      return bytes.clone();
    }
  }
}
