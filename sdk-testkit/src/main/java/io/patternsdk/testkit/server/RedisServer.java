package io.patternsdk.testkit.server;

/** A real Redis for tests. */
public final class RedisServer extends TestServer {
  /** The variable that may name a Redis for tests that break nothing: redis://host:port. */
  public static final String ADDRESS_VARIABLE = "PATTERNSDK_TEST_REDIS";

  private RedisServer(ServerRecipe recipe, Backing backing, boolean shared) {
    super(recipe, backing, shared);
  }

  /** A private server of the plain profile. */
  public static RedisServer start() {
    return start(RedisProfile.plain());
  }

  /**
   * A private server, ready.
   *
   * @throws IllegalStateException if none can be found or it does not become ready, with the reason
   */
  public static RedisServer start(RedisProfile profile) {
    ServerRecipe recipe = new RedisRecipe(profile);
    return new RedisServer(recipe, Finder.HERE.start(recipe), false);
  }

  /**
   * The one server of this JVM for tests that break nothing and keep to keys of their own: the one
   * that {@link #ADDRESS_VARIABLE} names, else a private one of the plain profile with key events.
   */
  public static RedisServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final RedisServer SERVER = create();

    private static RedisServer create() {
      ServerRecipe recipe = new RedisRecipe(RedisProfile.plain().keyspaceEvents("KEA"));
      return new RedisServer(recipe, Finder.HERE.shared(recipe, ADDRESS_VARIABLE), true);
    }
  }
}
