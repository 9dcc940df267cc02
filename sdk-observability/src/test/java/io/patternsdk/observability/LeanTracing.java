package io.patternsdk.observability;

import io.patternsdk.core.config.ConfigException;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** Tracing with the senders that are there. For a class loader of its own. */
public final class LeanTracing implements Supplier<List<String>> {

  /** Returns what comes of HTTP and of gRPC. */
  @Override
  public List<String> get() {
    return List.of(start(false), start(true));
  }

  private static String start(boolean grpc) {
    TracingOptions options =
        TracingOptions.builder("lean", URI.create("http://127.0.0.1:1")).grpc(grpc).build();
    try {
      Tracing.start(options).close();
      return "started";
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }
}
