package io.patternsdk.testkit.server;

import io.patternsdk.testkit.proxy.TcpProxy;

/** A real Kafka of one node for tests. */
public final class KafkaServer extends TestServer {
  /** The variable that may name a Kafka for tests that break nothing: kafka://host:port. */
  public static final String ADDRESS_VARIABLE = "PATTERNSDK_TEST_KAFKA";

  private final KafkaRecipe recipe;

  private KafkaServer(KafkaRecipe recipe, Backing backing, boolean shared) {
    super(recipe, backing, shared);
    this.recipe = recipe;
  }

  /** A private server of the plain profile. */
  public static KafkaServer start() {
    return start(KafkaProfile.plain());
  }

  /**
   * A private server, ready.
   *
   * @throws IllegalStateException if none can be found or it does not become ready, with the reason
   */
  public static KafkaServer start(KafkaProfile profile) {
    KafkaRecipe recipe = KafkaRecipe.of(profile);
    return new KafkaServer(recipe, Finder.HERE.start(recipe), false);
  }

  /**
   * The one server of this JVM for tests that break nothing and keep to topics of their own: the
   * one that {@link #ADDRESS_VARIABLE} names, else a private one of the plain profile.
   */
  public static KafkaServer shared() {
    return Shared.SERVER;
  }

  /**
   * A proxy that clients stay behind. Brokers tell clients where they are, so it has a port of its
   * own that a listener of this server tells: one at a time.
   */
  public TcpProxy proxy() {
    return TcpProxy.at(recipe.proxy().number(), host(), recipe.behind().number());
  }

  private static final class Shared {
    static final KafkaServer SERVER = create();

    private static KafkaServer create() {
      KafkaRecipe recipe = KafkaRecipe.of(KafkaProfile.plain());
      return new KafkaServer(recipe, Finder.HERE.shared(recipe, ADDRESS_VARIABLE), true);
    }
  }
}
