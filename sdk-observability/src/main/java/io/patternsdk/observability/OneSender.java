package io.patternsdk.observability;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.patternsdk.core.config.ConfigException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds what an exporter sends with. Of several senders it takes the same one each time, and for
 * HTTP that is the JDK's, which is the smallest; where there is none, the failure names the
 * artifact that has one.
 */
record OneSender(ClassLoader loader) implements ComponentLoader {
  private static final String ARTIFACT = "io.opentelemetry:opentelemetry-exporter-sender-";

  @Override
  public <T> Iterable<T> load(Class<T> spi) {
    return ServiceLoader.load(spi, loader).stream()
        .min(Comparator.comparing(sender -> sender.type().getName()))
        .map(sender -> List.of(spi.cast(telling(sender.get()))))
        .orElseThrow(() -> missing(spi));
  }

  private static Object telling(Object sender) {
    return sender instanceof GrpcSenderProvider grpc
        ? (GrpcSenderProvider) config -> new TellingSender(grpc.createSender(config))
        : sender;
  }

  private static ConfigException missing(Class<?> spi) {
    boolean grpc = spi == GrpcSenderProvider.class;
    return ConfigException.of(
        "spans cannot be sent by OTLP over "
            + (grpc ? "gRPC" : "HTTP")
            + ": no sender is on the class path",
        grpc
            ? "add " + ARTIFACT + "okhttp, or set observability.tracing.protocol to http"
            : "add " + ARTIFACT + "jdk");
  }
}
