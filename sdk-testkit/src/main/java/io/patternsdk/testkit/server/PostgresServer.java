package io.patternsdk.testkit.server;

import java.util.Optional;

/** A real PostgreSQL for tests. */
public final class PostgresServer extends TestServer {
  /** The variable that may name one for tests that break nothing: postgresql://host:port. */
  public static final String ADDRESS_VARIABLE = "PATTERNSDK_TEST_POSTGRESQL";

  private PostgresServer(ServerRecipe recipe, Backing backing, boolean shared) {
    super(recipe, backing, shared);
  }

  /** A private server of the plain profile. */
  public static PostgresServer start() {
    return start(PostgresProfile.plain());
  }

  /**
   * A private server, ready.
   *
   * @throws IllegalStateException if none can be found or it does not become ready, with the reason
   */
  public static PostgresServer start(PostgresProfile profile) {
    ServerRecipe recipe = new PostgresRecipe(profile, null);
    return new PostgresServer(recipe, Finder.HERE.start(recipe), false);
  }

  /**
   * A private server, ready; empty where there is none of the profile's version.
   *
   * @throws IllegalStateException if one was found and does not become ready, with the reason
   */
  public static Optional<PostgresServer> find(PostgresProfile profile) {
    ServerRecipe recipe = new PostgresRecipe(profile, null);
    return Finder.HERE.find(recipe).map(backing -> new PostgresServer(recipe, backing, false));
  }

  /**
   * A private server that follows this one, ready to be read; {@code pg_promote()} makes it a
   * primary. To follow is open to everybody here who may connect without TLS and password.
   *
   * @param profile how it is configured, as this one is or with other settings
   */
  public PostgresServer standby(PostgresProfile profile) {
    ServerRecipe recipe = new PostgresRecipe(profile, port());
    return new PostgresServer(recipe, Finder.HERE.start(recipe), false);
  }

  /**
   * The one server of this JVM for tests that break nothing and keep to names of their own: the one
   * that {@link #ADDRESS_VARIABLE} names, else a private one of the plain profile.
   */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Returns where JDBC connects, as {@link PostgresProfile#USER} to the database of that name. */
  public String jdbc() {
    return "jdbc:postgresql://%s:%d/%s?user=%s"
        .formatted(host(), port(), PostgresProfile.USER, PostgresProfile.USER);
  }

  private static final class Shared {
    static final PostgresServer SERVER = create();

    private static PostgresServer create() {
      ServerRecipe recipe = new PostgresRecipe(PostgresProfile.plain(), null);
      return new PostgresServer(recipe, Finder.HERE.shared(recipe, ADDRESS_VARIABLE), true);
    }
  }
}
