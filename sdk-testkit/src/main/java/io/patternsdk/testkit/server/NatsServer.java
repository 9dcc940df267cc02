package io.patternsdk.testkit.server;

import java.util.Optional;

/** A real NATS server for tests. */
public final class NatsServer extends TestServer {
  /** The variable that may name a NATS for tests that break nothing: nats://host:port. */
  public static final String ADDRESS_VARIABLE = "PATTERNSDK_TEST_NATS";

  private NatsServer(ServerRecipe recipe, Backing backing, boolean shared) {
    super(recipe, backing, shared);
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
    ServerRecipe recipe = new NatsRecipe(profile);
    return new NatsServer(recipe, Finder.HERE.start(recipe), false);
  }

  /**
   * A private server, ready; empty where there is none of the profile's version and no container.
   *
   * @throws IllegalStateException if one was found and does not become ready, with the reason
   */
  public static Optional<NatsServer> find(NatsProfile profile) {
    ServerRecipe recipe = new NatsRecipe(profile);
    return Finder.HERE.find(recipe).map(backing -> new NatsServer(recipe, backing, false));
  }

  /** One of the members of a cluster; empty where there is none of the profile's version. */
  static Optional<NatsServer> member(NatsProfile profile) {
    ServerRecipe recipe = new NatsRecipe(profile, true);
    return Finder.HERE.find(recipe).map(backing -> new NatsServer(recipe, backing, false));
  }

  /**
   * The one server of this JVM for tests that break nothing and keep to subjects and streams of
   * their own: the one that {@link #ADDRESS_VARIABLE} names, else a private one of the plain
   * profile.
   */
  public static NatsServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final NatsServer SERVER = create();

    private static NatsServer create() {
      ServerRecipe recipe = new NatsRecipe(NatsProfile.plain());
      return new NatsServer(recipe, Finder.HERE.shared(recipe, ADDRESS_VARIABLE), true);
    }
  }
}
