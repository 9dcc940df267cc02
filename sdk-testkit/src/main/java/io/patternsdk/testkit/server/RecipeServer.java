package io.patternsdk.testkit.server;

import java.util.Optional;

/** A real server of a kind that somebody else describes: see {@link ServerRecipe}. */
public final class RecipeServer extends TestServer {
  private RecipeServer(ServerRecipe recipe, Backing backing) {
    super(recipe, backing, false);
  }

  /**
   * A private server, ready.
   *
   * @throws IllegalStateException if none can be found or it does not become ready, with the reason
   */
  public static RecipeServer start(ServerRecipe recipe) {
    return new RecipeServer(recipe, Finder.HERE.start(recipe));
  }

  /**
   * A private server, ready; empty where there is no program of the right version and no container.
   *
   * @throws IllegalStateException if one was found and does not become ready, with the reason
   */
  public static Optional<RecipeServer> find(ServerRecipe recipe) {
    return Finder.HERE.find(recipe).map(backing -> new RecipeServer(recipe, backing));
  }

  /**
   * The server that an environment variable names as {@code scheme://host:port}, else a private
   * one: for tests that break nothing.
   *
   * @throws IllegalStateException if none can be found or it does not become ready, with the reason
   */
  public static RecipeServer named(ServerRecipe recipe, String variable) {
    return new RecipeServer(recipe, Finder.HERE.shared(recipe, variable));
  }
}
