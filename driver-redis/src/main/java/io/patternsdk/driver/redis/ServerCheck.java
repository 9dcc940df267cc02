package io.patternsdk.driver.redis;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
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
    Deadline deadline = calls.deadline();
    Future<String> info = calls.send(async -> async.info());
    List<Future<Map<String, String>>> config =
        Stream.of("append*", "save", "proto-max-bulk-len")
            .<Future<Map<String, String>>>map(name -> calls.send(async -> async.configGet(name)))
            .toList();
    Future<Boolean> written =
        calls.send(async -> async.hsetnx(layoutKey, FIELD, bytes(String.valueOf(LAYOUT))));
    Future<byte @Nullable []> layout = calls.send(async -> async.hget(layoutKey, FIELD));

    Map<String, String> parameters = new HashMap<>();
    config.forEach(answer -> permitted(answer, deadline).ifPresent(parameters::putAll));
    ServerFacts facts =
        new ServerFacts(
            permitted(info, deadline).map(ServerFacts::parse).orElse(Map.of()), parameters);
    refuseOthers(facts);
    var unused = permitted(written, deadline);
    permitted(layout, deadline).ifPresent(this::refuseNewer);
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
  private <T extends @Nullable Object> Optional<T> permitted(Future<T> answer, Deadline deadline) {
    try {
      return Optional.ofNullable(calls.await(answer, deadline));
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
