package io.patternsdk.observability;

import java.net.URI;

/** What is traced, and where spans are sent. Immutable; made by {@link #builder}. */
public final class TracingOptions {
  private final String service;
  private final URI endpoint;
  private final String version;
  private final boolean grpc;
  private final double sampleRatio;

  private TracingOptions(Builder builder) {
    this.service = builder.service;
    this.endpoint = builder.endpoint;
    this.version = builder.version;
    this.grpc = builder.grpc;
    this.sampleRatio = builder.sampleRatio;
  }

  /**
   * Starts with OTLP over gRPC and every trace.
   *
   * @param service the name of the service in every span
   * @param endpoint the collector, http or https; for OTLP over HTTP with the path of traces
   */
  public static Builder builder(String service, URI endpoint) {
    return new Builder(service, endpoint);
  }

  String service() {
    return service;
  }

  URI endpoint() {
    return endpoint;
  }

  String version() {
    return version;
  }

  boolean grpc() {
    return grpc;
  }

  double sampleRatio() {
    return sampleRatio;
  }

  /** Builds {@link TracingOptions}; for one thread. */
  public static final class Builder {
    private final String service;
    private final URI endpoint;
    private String version = "";
    private boolean grpc = true;
    private double sampleRatio = 1;

    private Builder(String service, URI endpoint) {
      this.service = service;
      this.endpoint = endpoint;
    }

    /** Sets the version of the service; none by default. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** Chooses between OTLP over gRPC and OTLP over HTTP, both as protocol buffers. */
    public Builder grpc(boolean grpc) {
      this.grpc = grpc;
      return this;
    }

    /** Sets the share of traces begun here that are sent, from 0 to 1. */
    public Builder sampleRatio(double ratio) {
      this.sampleRatio = ratio;
      return this;
    }

    /** Returns the options. */
    public TracingOptions build() {
      return new TracingOptions(this);
    }
  }
}
