package io.patternsdk.testkit.server;

import java.util.Optional;

/** A real NATS server for tests. */
public final class NatsServer extends TestServer {
  /** The variable that may name a NATS for tests that break nothing: nats://host:port. */
  public static final String ADDRESS_VARIABLE = "PATTERNSDK_TEST_NATS";

  private final NatsProfile profile;

  private NatsServer(NatsProfile profile, Backing backing, boolean shared) {
    super(backing, shared);
    this.profile = profile;
  }

  /** A private server of the plain profile. */
  public static NatsServer start() {
    return start(NatsProfile.plain());
  }

  /**
   * A private server, ready.
   *
   * @throws IllegalStateException if none can be found or it does not become ready, with the reason
   */
  public static NatsServer start(NatsProfile profile) {
    return new NatsServer(profile, Finder.HERE.start(new NatsRecipe(profile)), false);
  }

  /**
   * A private server, ready; empty where there is none of the profile's version and no container.
   *
   * @throws IllegalStateException if one was found and does not become ready, with the reason
   */
  public static Optional<NatsServer> find(NatsProfile profile) {
    return Finder.HERE
        .find(new NatsRecipe(profile))
        .map(backing -> new NatsServer(profile, backing, false));
  }

  /**
   * The one server of this JVM for tests that break nothing and keep to subjects and streams of
   * their own: the one that {@link #ADDRESS_VARIABLE} names, else a private one of the plain
   * profile.
   */
  public static NatsServer shared() {
    return Shared.SERVER;
  }

  @Override
  public String uri() {
    return address(profile.encrypted() ? "tls" : "nats");
  }

  private static final class Shared {
    static final NatsServer SERVER = create();

    private static NatsServer create() {
      NatsProfile profile = NatsProfile.plain();
      Backing backing = Finder.HERE.shared(new NatsRecipe(profile), ADDRESS_VARIABLE);
      return new NatsServer(profile, backing, true);
    }
  }
}
