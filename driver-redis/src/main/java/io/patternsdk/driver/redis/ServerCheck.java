package io.patternsdk.driver.redis;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a server on opening what it is and which layout its data has. */
final class ServerCheck {
  /** The version of the layout that docs/drivers/redis.md describes. */
  static final int LAYOUT = 1;

  private static final String FIELD = "version";

  private final Calls calls;
  private final String layoutKey;

  ServerCheck(Calls calls, StoredNames names) {
    this.calls = calls;
    this.layoutKey = names.own("layout");
  }

  /** Returns what the server says, having refused one that cannot be used; one round trip. */
  ServerFacts facts() {
    Calls.Batch batch = calls.several();
    Future<String> info = batch.async().info();
    List<Future<Map<String, String>>> config =
        Stream.of("append*", "save", "proto-max-bulk-len")
            .<Future<Map<String, String>>>map(name -> batch.async().configGet(name))
            .toList();
    Future<Boolean> written = batch.async().hsetnx(layoutKey, FIELD, bytes(String.valueOf(LAYOUT)));
    Future<byte[]> layout = batch.async().hget(layoutKey, FIELD);

    Map<String, String> parameters = new HashMap<>();
    config.forEach(answer -> permitted(answer, batch).ifPresent(parameters::putAll));
    ServerFacts facts =
        new ServerFacts(
            permitted(info, batch).map(ServerFacts::parse).orElse(Map.of()), parameters);
    refuseOthers(facts);
    var unused = permitted(written, batch);
    permitted(layout, batch).ifPresent(this::refuseNewer);
    return facts;
  }

  private static void refuseOthers(ServerFacts facts) {
    if (!facts.mode().equals("standalone")) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          "the server runs as a " + facts.mode() + "; this driver needs a standalone one");
    }
    if (!facts.atLeast(6, 0)) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED, "Redis " + facts.version() + " is too old; 6.0 or newer works");
    }
  }

  private void refuseNewer(byte[] stored) {
    String version = new String(stored, StandardCharsets.UTF_8);
    if (!version.equals(String.valueOf(LAYOUT))) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          "the data has layout "
              + version
              + " ("
              + layoutKey
              + ") and this driver knows "
              + LAYOUT
              + "; use the release that wrote it, or a newer one");
    }
  }

  /** The answer; empty where a user or replica may not ask. */
  private <T extends @Nullable Object> Optional<T> permitted(Future<T> answer, Calls.Batch batch) {
    try {
      return Optional.ofNullable(batch.await(answer));
    } catch (BackendException e) {
      String message = String.valueOf(e.getMessage());
      boolean unsupported = e.kind() == ErrorKind.UNSUPPORTED;
      if (e.kind() == ErrorKind.PERMISSION_DENIED
          || message.startsWith("READONLY")
          || unsupported) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
