package io.patternsdk.observability.otlp;

import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;

/** Makes the sender of this package; found by OpenTelemetry's exporters. */
public final class SmallGrpcSenderProvider implements GrpcSenderProvider {

  /** Does nothing. */
  public SmallGrpcSenderProvider() {}

  @Override
  public GrpcSender createSender(GrpcSenderConfig config) {
    return new SmallGrpcSender(config);
  }
}
