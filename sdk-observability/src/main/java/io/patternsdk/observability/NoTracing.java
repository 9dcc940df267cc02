package io.patternsdk.observability;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** No spans. */
enum NoTracing implements RequestTracing, RequestTracing.Span {
  INSTANCE;

  @Override
  public Span begin(String method, String route, Function<String, @Nullable String> header) {
    return this;
  }

  @Override
  public void status(int status) {}

  @Override
  public void close() {}
}
