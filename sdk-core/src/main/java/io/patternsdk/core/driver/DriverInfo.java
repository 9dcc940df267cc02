package io.patternsdk.core.driver;

import java.util.Objects;

/** The versions of a driver, its client library and the server it is connected to. */
public final class DriverInfo {
  private final String name;
  private final String system;
  private final String version;
  private final String client;
  private final String server;

  private DriverInfo(Builder builder) {
    this.name = builder.name;
    this.system = builder.system;
    this.version = builder.version;
    this.client = builder.client;
    this.server = builder.server;
  }

  /** Starts with the name of the driver. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Starts with the name of a driver and what its artifact says of version and client. */
  public static Builder of(DriverProvider provider) {
    DriverRelease release = DriverRelease.of(provider);
    return builder(provider.name()).version(release.version()).client(release.client());
  }

  /** Returns the name of the driver. */
  public String name() {
    return name;
  }

  /**
   * Returns what OpenTelemetry's conventions call the system, in {@code db.system.name} and {@code
   * messaging.system}; the name of the driver unless it says otherwise.
   */
  public String system() {
    return system;
  }

  /** Returns the version of the driver; empty if unknown. */
  public String version() {
    return version;
  }

  /** Returns the client library and its version; empty if there is none. */
  public String client() {
    return client;
  }

  /** Returns the server and its version; empty if there is none. */
  public String server() {
    return server;
  }

  @Override
  public String toString() {
    String text = name + (version.isEmpty() ? "" : " " + version);
    text += client.isEmpty() ? "" : ", " + client;
    return text + (server.isEmpty() ? "" : ", " + server);
  }

  /** Builds {@link DriverInfo}; for one thread. */
  public static final class Builder {
    private final String name;
    private String system;
    private String version = "";
    private String client = "";
    private String server = "";

    private Builder(String name) {
      this.name = Objects.requireNonNull(name);
      this.system = name;
    }

    /** Sets what OpenTelemetry's conventions call the system, where that is not its name here. */
    public Builder system(String system) {
      this.system = Objects.requireNonNull(system);
      return this;
    }

    /** Sets the version of the driver. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** Sets the client library with its version. */
    public Builder client(String client) {
      this.client = client;
      return this;
    }

    /** Sets the server with its version. */
    public Builder server(String server) {
      this.server = server;
      return this;
    }

    /** Returns the information. */
    public DriverInfo build() {
      return new DriverInfo(this);
    }
  }
}
